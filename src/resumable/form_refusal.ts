import { UploadError } from "../errors/upload_error.ts";
import type { OpenUpload } from "../request/protocol.ts";

/**
 * Refuses a form, such as one that the server would store as the file.
 *
 * @param why Why the protocol does not take it.
 * @param hint What to do instead.
 * @throws {UploadError} `invalid-options` if the source is a form.
 */
export function assertNoForm(
  { source, url }: Pick<OpenUpload, "source" | "url">,
  why: string,
  hint: string,
): void {
  if (!source.isForm) return;
  throw new UploadError(
    "invalid-options",
    `Cannot upload a form to "${url.host}": ${why}`,
    { hint },
  );
}
