/**
 * Sends a file as a form with further fields, such as PHP has in `$_FILES` and
 * `$_POST`. The form is streamed with its length.
 *
 *     deno run --allow-net --allow-read examples/form_upload.ts URL FILE TITLE
 *
 * @module
 */

import { upload } from "jsr:@network/upload";
import { resolve } from "node:path";

const [url, file, title] = Deno.args;
if (url === undefined || file === undefined || title === undefined) {
  console.error("usage: form_upload.ts URL FILE TITLE");
  Deno.exit(2);
}

const ended = await upload({
  url,
  source: resolve(file),
  multipart: { name: "attachment", fields: { title, public: true } },
});

if (ended.ok) {
  console.log(ended.response);
} else {
  console.error(
    ended.isError ? ended.error.code : ended.status,
    ended.response,
  );
  Deno.exitCode = 1;
}
