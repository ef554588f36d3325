/**
 * Uploads a file, and cancels on Ctrl-C. A second Ctrl-C ends the program.
 *
 *     deno run --allow-net --allow-read examples/cancel_button.ts URL FILE
 *
 * @module
 */

import { cancel, upload } from "jsr:@network/upload";
import { resolve } from "node:path";

const [url, file] = Deno.args;
if (url === undefined || file === undefined) {
  console.error("usage: cancel_button.ts URL FILE");
  Deno.exit(2);
}

await using running = upload({
  url,
  method: "PUT",
  source: resolve(file),
  progress: true,
});

const stop = () => {
  Deno.removeSignalListener("SIGINT", stop);
  cancel(running, "Ctrl-C");
};
Deno.addSignalListener("SIGINT", stop);

for await (const event of running) {
  if (event.phase === "progress") {
    console.log(`${event.bytesTransferred} of ${event.bytesEstimated} bytes`);
  } else if (event.phase === "ended" && event.isError) {
    console.error(`${event.response}, after ${event.bytesTransferred} bytes`);
    Deno.exitCode = event.error.code === "cancelled" ? 130 : 1;
  } else if (event.phase === "ended") {
    console.log(`status ${event.status}`);
    if (!event.ok) Deno.exitCode = 1;
  }
}
Deno.removeSignalListener("SIGINT", stop);
