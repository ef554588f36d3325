/**
 * Uploads a file with a token that may expire, over a connection that may break.
 * A POST to TOKEN_URL returns the token as text.
 *
 *     deno run --allow-net --allow-read examples/retry.ts URL FILE TOKEN_URL
 *
 * @module
 */

import { upload } from "jsr:@network/upload";
import { resolve } from "node:path";

const [url, file, tokenUrl] = Deno.args;
if (url === undefined || file === undefined || tokenUrl === undefined) {
  console.error("usage: retry.ts URL FILE TOKEN_URL");
  Deno.exit(2);
}

async function authorize(
  tokenUrl: string,
): Promise<Record<string, string>> {
  const response = await fetch(tokenUrl, { method: "POST" });
  const token = await response.text();
  if (!response.ok) throw new Error(`no token: status ${response.status}`);
  return { authorization: `Bearer ${token}` };
}

const running = upload({
  url,
  method: "PUT",
  source: resolve(file),
  headers: await authorize(tokenUrl),
  progress: true,
  retry: {
    limit: 5,
    refresh: async () => ({ headers: await authorize(tokenUrl) }),
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
  const reason = ended.isError ? ended.error.code : `status ${ended.status}`;
  console.error(`not stored, ${reason}: ${ended.response}`);
  Deno.exitCode = 1;
}
