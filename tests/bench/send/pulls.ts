/**
 * Bare `fetch` of a stream that notes when it is asked: the transport's own pace, which no
 * progress can be finer than.
 */

import { measure, type Progress, sendRequest } from "./protocol.ts";

const CHUNK = 64 * 1024;
const request = sendRequest();
const progress: Progress[] = [];
const startedAt = Date.now();

const result = await measure(request, async (path) => {
  const file = await Deno.open(path);
  let bytes = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      progress.push({ at: Date.now(), bytes });
      const chunk = new Uint8Array(CHUNK);
      const read = await file.read(chunk);
      if (read === null) return controller.close();
      bytes += read;
      controller.enqueue(chunk.subarray(0, read));
    },
  }, { highWaterMark: 0 });
  const response = await fetch(request.url, { method: "PUT", body });
  return await response.text();
});
console.log(JSON.stringify({ ...result, startedAt, progress }));
