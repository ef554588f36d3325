/**
 * Uploads what never waits to a `fetch` that takes all of it at once, and
 * prints for how long no timer could fire, and what comes of a cancel.
 *
 * @module
 */

import { upload, type UploadSource } from "@network/upload";

const COUNT = 3_000_000;
const CANCEL_MS = 100;

let given = 0;

async function* chunks(chunk: Uint8Array, count = Infinity) {
  for (; given < count; given++) yield chunk;
}

function take(source: UploadSource) {
  return upload({
    url: "http://127.0.0.1/",
    source,
    contentType: "application/octet-stream",
    fetch: async (_url, { body }) => {
      const { byteLength } = await new Response(body).bytes();
      return Response.json(byteLength);
    },
  });
}

let longest = 0;
let last = performance.now();
const timer = setInterval(() => {
  longest = Math.max(longest, performance.now() - last);
  last = performance.now();
}, 1);
const { response } = await take(chunks(new Uint8Array(1), COUNT)).ended;
longest = Math.max(longest, performance.now() - last);

const codes: unknown[] = [];
for (const size of [0, 1]) {
  const running = take(chunks(new Uint8Array(size)));
  setTimeout(() => running.cancel(), CANCEL_MS);
  codes.push((await running.ended).error?.code);
}
clearInterval(timer);
console.log(JSON.stringify({ response, longest, codes }));
