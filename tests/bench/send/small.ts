/**
 * Many uploads of 1 KiB, and bare `fetch` of the same bytes, in turns within one process:
 * `{ rounds: { [name]: uploads a second, in each round } }` on its last line.
 */

import { upload } from "../../../mod.ts";

const [url = "", count = "", rounds = ""] = Deno.args;
const bytes = crypto.getRandomValues(new Uint8Array(1024));
const type = "application/octet-stream";

async function byFetch(): Promise<void> {
  const response = await fetch(url, {
    method: "PUT",
    headers: { "content-type": type },
    body: bytes,
  });
  await response.text();
}

/** The least that a careful program adds: a timeout, a way to cancel, and a limit for the response. */
async function byCarefulFetch(): Promise<void> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), 30_000);
  const response = await fetch(url, {
    method: "PUT",
    headers: { "content-type": type },
    body: bytes,
    signal: controller.signal,
  });
  const stated = Number(response.headers.get("content-length"));
  const reader = response.body?.getReader({ mode: "byob" });
  for (let read = 0; reader !== undefined && read < stated;) {
    const { done, value } = await reader.read(new Uint8Array(1024));
    if (done) break;
    read += value.byteLength;
  }
  await reader?.cancel();
  clearTimeout(timer);
}

async function byUpload(): Promise<void> {
  const { error } = await upload(url, "PUT", bytes, type).ended;
  if (error) throw error;
}

async function byLoop(): Promise<void> {
  const events = upload(url, "PUT", { progress: true }, bytes, type);
  for await (const { isError } of events) if (isError) throw new Error("no");
}

/** How many a second. */
async function rate(
  once: () => Promise<void>,
  atOnce: number,
): Promise<number> {
  let left = Number(count);
  const start = performance.now();
  await Promise.all(Array.from({ length: atOnce }, async () => {
    while (left-- > 0) await once();
  }));
  return Number(count) / (performance.now() - start) * 1000;
}

const contenders = {
  fetch: byFetch,
  careful: byCarefulFetch,
  upload: byUpload,
  loop: byLoop,
};
const results: Record<string, number[]> = {};
// The first round warms up, and does not count.
for (let round = 0; round <= Number(rounds); round++) {
  const turns = Object.entries(contenders);
  if (round % 2 === 1) turns.reverse();
  for (const atOnce of [1, 32]) {
    for (const [name, once] of turns) {
      const perSecond = await rate(once, atOnce);
      if (round > 0) (results[`${name} ${atOnce}`] ??= []).push(perSecond);
    }
  }
}
console.log(JSON.stringify(results));
