/**
 * Uploads a file with a progress bar that shows the rate and the time left.
 *
 *     deno run --allow-net --allow-read examples/progress_bar.ts URL FILE
 *
 * @module
 */

import { CurrentDirectory, upload } from "jsr:@network/upload";

const [url = "", file = ""] = Deno.args;
const started = Date.now();

const running = upload({
  url,
  method: "PUT",
  source: file,
  baseDirectory: CurrentDirectory,
  progress: true,
});

for await (const event of running) {
  if (event.phase === "progress") {
    draw(event.bytesTransferred, event.bytesEstimated);
  } else if (event.phase === "ended") {
    console.log(event.isError ? `\n${event.response}` : `\n${event.status}`);
    if (!event.ok) Deno.exitCode = 1;
  }
}

function draw(transferred: number, estimated: number): void {
  const seconds = Math.max(Date.now() - started, 1) / 1000;
  const done = estimated === 0 ? 1 : transferred / estimated;
  const bar = "█".repeat(Math.round(done * 30)).padEnd(30, "░");
  const rate = transferred / seconds;
  const left = Math.ceil((estimated - transferred) / Math.max(rate, 1));
  const text = `${bar} ${(done * 100).toFixed(0).padStart(3)} %  ${
    (rate / 1e6).toFixed(1)
  } MB/s  ${left} s left`;
  Deno.stdout.writeSync(new TextEncoder().encode(`\r${text}\x1b[K`));
}
