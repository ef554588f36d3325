/**
 * Uploads a file by tus, slowly, and prints the number of bytes that were stored at first and the
 * status.
 *
 *     crash_program.ts URL FILE FOLDER
 *
 * @module
 */

import { upload } from "@network/upload";
import { FileStore, tus } from "@network/upload/resumable";

const [url = "", source = "", folder = ""] = Deno.args;

const running = upload({
  url,
  source,
  protocol: tus({ store: new FileStore(folder), chunkSize: 100_000 }),
  maxBytesPerSecond: 10_000_000,
  progress: true,
  progressInterval: 0,
});

let first = 0;
for await (const { bytesStored } of running) first ||= bytesStored;
const { response, status } = await running;
console.log(first, status, response);
