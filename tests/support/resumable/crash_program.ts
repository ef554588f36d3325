/**
 * Uploads a file, slowly, and prints the number of bytes that were stored at first, the status and
 * the response.
 *
 *     crash_program.ts tus|rufh URL FILE FOLDER
 *
 * @module
 */

import { upload } from "@network/upload";
import { FileStore, rufh, tus } from "@network/upload/resumable";

const [protocol, url = "", source = "", folder = ""] = Deno.args;
const options = { store: new FileStore(folder), chunkSize: 100_000 };

const running = upload({
  url,
  source,
  protocol: protocol === "rufh" ? rufh(options) : tus(options),
  maxBytesPerSecond: 10_000_000,
  progress: true,
  progressInterval: 0,
});

let first = 0;
for await (const { bytesStored } of running) first ||= bytesStored;
const { response, status } = await running;
console.log(first, status, response);
