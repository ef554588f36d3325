/**
 * Sends a file as a form with further fields, such as PHP has in `$_FILES` and
 * `$_POST`. The form is streamed with its length.
 *
 *     deno run --allow-net --allow-read examples/form_upload.ts URL FILE TITLE
 *
 * @module
 */

import { CurrentDirectory, upload } from "jsr:@network/upload";

const [url = "", file = "", title = ""] = Deno.args;

const ended = await upload({
  url,
  source: file,
  baseDirectory: CurrentDirectory,
  multipart: { name: "attachment", fields: { title, public: true } },
});

console.log(ended.isError ? ended.error.code : ended.status, ended.response);
if (!ended.ok) Deno.exitCode = 1;
