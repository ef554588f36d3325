/**
 * Uploads a file to a server in the same process, which hashes what it
 * receives, and compares that with the SHA-256 of the file. The default file is
 * the Deno executable itself.
 *
 *     deno task demo [FILE]
 *
 * @module
 */

import { upload } from "jsr:@network/upload";
import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { TerminalBar } from "./terminal_bar.ts";

const USAGE = "usage: deno task demo [FILE]";
const [name = Deno.execPath(), ...surplus] = Deno.args;
if (name === "--help" || name === "-h") {
  console.log(`${USAGE}

Uploads a file to a server on this machine, and compares the SHA-256 of what
arrived with that of the file. Without FILE, it uploads the Deno executable.`);
  Deno.exit();
}
if (name.startsWith("-") || surplus.length > 0) {
  console.error(USAGE);
  Deno.exit(2);
}

// Nothing is written, so there is nothing to clean up.
Deno.addSignalListener("SIGINT", () => {
  console.log("\nstopped");
  Deno.exit(130);
});

const server = Deno.serve(
  { hostname: "127.0.0.1", port: 0, onListen() {} },
  async ({ body }) => new Response(await sha256(body ?? [])),
);

// Tasks run in the folder of deno.json, and INIT_CWD is where the user is.
const path = resolve(Deno.env.get("INIT_CWD") ?? "", name);
const url = `http://127.0.0.1:${server.addr.port}/`;
console.log(`PUT ${url} < ${path}`);
// Without a limit, the bar would be over before it can be seen.
const size = await Deno.stat(path).then(({ size }) => size, () => 0);
const running = upload({
  url,
  method: "PUT",
  source: path,
  progress: true,
  maxBytesPerSecond: Math.max(size / 3, 50e6),
});
{
  using bar = new TerminalBar();
  for await (const event of running) {
    if (event.phase === "progress" || event.phase === "ended" && event.ok) {
      bar.show(event);
    }
  }
}
const ended = await running;
await server.shutdown();

if (ended.isError) fail(ended.response);
if (!ended.ok) fail(`status ${ended.status}: ${ended.response}`);
console.log(
  `${ended.status}: ${ended.bytesTransferred} bytes sent, hashing the file`,
);

const sent = await sha256((await Deno.open(path)).readable);
const received = ended.response;
if (sent !== received) fail(`different\n${sent} sent\n${received} received`);
console.log(`%cidentical%c SHA-256 ${sent}`, "color: green", "");

async function sha256(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest("hex");
}

function fail(message: string): never {
  console.error(message);
  Deno.exit(1);
}
