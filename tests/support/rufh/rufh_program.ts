/**
 * Uploads a file by rufh with a store: `rufh_program.ts URL FILE STORE`.
 *
 * @module
 */

import { upload } from "@network/upload";
import { FileStore, rufh } from "@network/upload/resumable";

const [url = "", source = "", directory = ""] = Deno.args;
const store = new FileStore(directory);
const ended = await upload({
  url,
  source,
  protocol: rufh({ store, chunkSize: 100_000 }),
});
console.log(JSON.stringify(ended));
