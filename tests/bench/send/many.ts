/**
 * Many uploads of 1 KiB by one call of `uploadAll()`, whose events are read or not:
 * what {@linkcode ManyResult} says, as JSON on its last line.
 */

import { uploadAll, type UploadOptions } from "../../../mod.ts";
import { peakMiB } from "./protocol.ts";

/** What came of them. */
export interface ManyResult {
  readonly perSecond: number;
  readonly peakMiB: number;
}

const [url = "", count = "", reads = ""] = Deno.args;
const source = crypto.getRandomValues(new Uint8Array(1024));

function* uploads(): Generator<UploadOptions> {
  for (let index = 0; index < Number(count); index++) {
    yield { url, method: "PUT", source, progress: true };
  }
}

const start = performance.now();
const running = uploadAll(uploads(), { parallel: 32 });
let seen = 0;
if (reads === "read") {
  for await (const { phase } of running) if (phase === "ended") seen++;
}
const { ended, bytesTransferred } = await running.orThrow();
const perSecond = Number(count) / (performance.now() - start) * 1000;
if (ended !== Number(count) || bytesTransferred !== 1024 * ended) {
  throw new Error(`${ended} uploads, ${bytesTransferred} bytes`);
}
if (reads === "read" && seen !== ended) throw new Error(`${seen} were seen`);
const result: ManyResult = { perSecond, peakMiB: peakMiB() };
console.log(JSON.stringify(result));
