import { upload } from "@network/upload";
import { meetFault } from "../support/invariants.ts";
import { withSignals } from "../support/platform.ts";
import { startReceiver } from "../support/receiver.ts";

/** More than the buffers between two sockets hold. */
const LARGE = 2 ** 30;

withSignals.test("upload() ends with timeout when the server vanishes during the upload", async () => {
  let freeze = () => {};
  await meetFault({ ends: "timeout" }, async ({ fetch, folder, use }) => {
    const receiver = use(await startReceiver());
    freeze = receiver.freeze;
    const params = { fetch, timeout: 0.5, progress: true, progressInterval: 0 };
    const path = folder.sparse("data.bin", LARGE);
    return { running: upload(receiver.url, "PUT", params, path) };
  }, async (running) => {
    const events = [];
    for await (const event of running) {
      events.push(event);
      if (event.bytesTransferred > 0) freeze();
    }
    return events;
  });
});
