/**
 * Runs the pending uploads of a FileStore in a directory.
 *
 * @module
 */

import { PendingUploads } from "@network/upload/pending";
import { FileStore } from "@network/upload/resumable";

const [directory = ""] = Deno.args;
const pending = new PendingUploads(new FileStore(directory));
for await (const event of pending.run()) console.log(event.phase);
