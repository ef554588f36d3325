/**
 * Uploads by tus-js-client in Node, with its progress callback on, and reports how many bytes the
 * server has acknowledged: `node tus_js_client.mjs REQUEST`. Lies beside its packages.
 */

import { createReadStream } from "node:fs";
import process from "node:process";

const { Upload } = await import("tus-js-client");

const { url, file, warmUp, chunkSize = Infinity } = JSON.parse(process.argv[2]);

await transfer(warmUp);
const start = performance.now();
const answer = await transfer(file);
console.log(JSON.stringify({ ms: performance.now() - start, answer }));

function transfer(path) {
  let stored = 0;
  let events = 0;
  return new Promise((resolve, reject) => {
    new Upload(createReadStream(path), {
      endpoint: url,
      chunkSize,
      onProgress: () => void events++,
      onChunkComplete: (_size, bytesAccepted) => stored = bytesAccepted,
      onSuccess: () => resolve(String(stored)),
      onError: reject,
    }).start();
  });
}
