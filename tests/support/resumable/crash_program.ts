/**
 * Uploads a file, slowly, and prints the number of bytes that were stored at first, the status and
 * the response.
 *
 *     crash_program.ts tus|rufh|s3 URL FILE FOLDER
 *
 * @module
 */

import { upload } from "@network/upload";
import { FileStore, rufh, tus } from "@network/upload/resumable";
import { s3With } from "../s3/s3_scene.ts";

const [name, url = "", source = "", folder = ""] = Deno.args;
const store = new FileStore(folder);
const options = { store, chunkSize: 100_000 };
const protocols = {
  tus: () => tus(options),
  rufh: () => rufh(options),
  s3: () => s3With({ store, partSize: 100_000, parallel: 2 }),
};

const running = upload({
  url,
  source,
  protocol: protocols[name === "rufh" || name === "s3" ? name : "tus"](),
  maxBytesPerSecond: 10_000_000,
  progress: true,
  progressInterval: 0,
});

let first = 0;
for await (const { bytesStored } of running) first ||= bytesStored;
const { response, status } = await running;
console.log(first, status, response);
