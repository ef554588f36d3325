/**
 * Uploads a file with a progress bar that shows the rate and the time left.
 *
 *     deno run --allow-net --allow-read examples/progress_bar.ts URL FILE
 *
 * @module
 */

import { upload } from "jsr:@network/upload";
import { resolve } from "node:path";
import { TerminalBar } from "./terminal_bar.ts";

const [url, file] = Deno.args;
if (url === undefined || file === undefined) {
  console.error("usage: progress_bar.ts URL FILE");
  Deno.exit(2);
}

const running = upload({
  url,
  method: "PUT",
  source: resolve(file),
  progress: true,
});

{
  using bar = new TerminalBar();
  for await (const event of running) {
    if (event.phase === "progress") bar.show(event);
  }
}

const ended = await running;
if (ended.ok) {
  console.log(`uploaded, status ${ended.status}`);
} else {
  console.error(
    ended.isError ? ended.response : `refused with ${ended.status}`,
  );
  Deno.exitCode = 1;
}
