/**
 * Uploads a file with a progress bar that shows the rate and the time left.
 *
 *     deno run --allow-net --allow-read examples/progress_bar.ts URL FILE
 *
 * @module
 */

import {
  CurrentDirectory,
  upload,
  type UploadProgressEvent,
} from "jsr:@network/upload";

const [url = "", file = ""] = Deno.args;

const running = upload({
  url,
  method: "PUT",
  source: file,
  baseDirectory: CurrentDirectory,
  progress: true,
});

for await (const event of running) {
  if (event.phase === "progress") {
    draw(event);
  } else if (event.phase === "ended") {
    console.log(event.isError ? `\n${event.response}` : `\n${event.status}`);
    if (!event.ok) Deno.exitCode = 1;
  }
}

function draw(
  { bytesTransferred, bytesEstimated, bytesPerSecond, secondsRemaining }:
    UploadProgressEvent,
): void {
  const done = bytesEstimated === 0 ? 1 : bytesTransferred / bytesEstimated;
  const bar = "█".repeat(Math.round(done * 30)).padEnd(30, "░");
  const percent = (done * 100).toFixed(0).padStart(3);
  const rate = bytesPerSecond < 0
    ? ""
    : `  ${(bytesPerSecond / 1e6).toFixed(1)} MB/s`;
  const left = secondsRemaining < 0
    ? ""
    : `  ${secondsRemaining.toFixed(0)} s left`;
  const text = `${bar} ${percent} %${rate}${left}`;
  Deno.stdout.writeSync(new TextEncoder().encode(`\r${text}\x1b[K`));
}
