/**
 * Uploads a file with a token that may expire, over a connection that may break.
 * TOKEN_URL is asked for a token by a POST, and responds with its text.
 *
 *     deno run --allow-net --allow-read examples/retry.ts URL FILE TOKEN_URL
 *
 * @module
 */

import { CurrentDirectory, upload } from "jsr:@network/upload";

const [url = "", file = "", tokenUrl = ""] = Deno.args;

async function authorization(): Promise<Record<string, string>> {
  const response = await fetch(tokenUrl, { method: "POST" });
  const token = await response.text();
  if (!response.ok) throw new Error(`no token: status ${response.status}`);
  return { authorization: `Bearer ${token}` };
}

const running = upload({
  url,
  method: "PUT",
  source: file,
  baseDirectory: CurrentDirectory,
  headers: await authorization(),
  progress: true,
  retry: {
    limit: 5,
    refresh: async () => ({ headers: await authorization() }),
  },
});

for await (const event of running) {
  if (event.phase === "retrying") {
    const reason = event.error?.message ?? `status ${event.status}`;
    console.log(`${reason}; attempt ${event.attempt + 1} in ${event.delay} ms`);
  }
}

const ended = await running;
if (ended.ok) {
  console.log(`stored ${ended.bytesStored} bytes`);
} else {
  console.error(`not stored, status ${ended.status}: ${ended.response}`);
  Deno.exitCode = 1;
}
