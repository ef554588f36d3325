/**
 * Uploads all that its argument says, a list of the object form as JSON, and prints what came of
 * each. Then it has nothing left to do, and ends.
 *
 * @module
 */

import { upload, type UploadOptions } from "@network/upload";

const list: UploadOptions[] = JSON.parse(Deno.args[0] ?? "[]");
const outcomes = await Promise.all(list.map(async (options) => {
  const contentType = "application/octet-stream";
  const ended = await upload({ contentType, ...options }).ended;
  return ended.isError ? ended.error.code : String(ended.status);
}));
console.log(JSON.stringify(outcomes));
