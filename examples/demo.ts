/**
 * Uploads a file to a server in the same process, prints the events, and
 * compares what the server stored with the file. The default file is the Deno
 * executable itself.
 *
 *     deno task demo [FILE]
 *
 * @module
 */

import { upload } from "jsr:@network/upload";
import { createHash } from "node:crypto";
import { resolve } from "node:path";

const [name = Deno.execPath()] = Deno.args;
const path = resolve(Deno.env.get("INIT_CWD") ?? Deno.cwd(), name);
const stored = await Deno.makeTempFile();
const server = Deno.serve(
  { hostname: "127.0.0.1", port: 0, onListen() {} },
  async (request) => {
    await Deno.writeFile(stored, request.body ?? new Uint8Array());
    return new Response(`stored ${(await Deno.stat(stored)).size} bytes`);
  },
);

const url = `http://127.0.0.1:${server.addr.port}/`;
console.log(`PUT ${url} < ${path}`);
const running = upload({ url, method: "PUT", source: path, progress: true });
for await (const event of running) {
  if (event.phase === "progress") {
    showProgress(event.bytesTransferred, event.bytesEstimated);
  } else if (event.phase === "began") {
    console.log(`began     0 of ${event.bytesEstimated} bytes`);
  } else if (event.phase === "ended") {
    const outcome = event.isError ? event.error.code : `status ${event.status}`;
    console.log(`ended     ${outcome}: ${event.response}`);
  }
}

const { ok } = await running;
if (!ok || !await isStored()) Deno.exitCode = 1;
await server.shutdown();
await Deno.remove(stored);

async function isStored(): Promise<boolean> {
  const [sent, received] = [await sha256(path), await sha256(stored)];
  console.log(`sha-256   ${sent} of the file`);
  console.log(`          ${received} of what was stored`);
  return sent === received;
}

/** Updates one line on a terminal; prints one line per event if the output is piped. */
function showProgress(transferred: number, estimated: number): void {
  const percent = Math.floor(100 * transferred / Math.max(estimated, 1));
  const line = `progress  ${transferred} of ${estimated} bytes (${percent} %)`;
  if (!Deno.stdout.isTerminal()) return console.log(line);
  const end = transferred === estimated ? "\n" : "";
  Deno.stdout.writeSync(new TextEncoder().encode(`\r${line}${end}`));
}

async function sha256(path: string): Promise<string> {
  const hash = createHash("sha256");
  using file = await Deno.open(path);
  for await (const chunk of file.readable) hash.update(chunk);
  return hash.digest("hex");
}
