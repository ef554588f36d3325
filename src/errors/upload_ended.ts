/** The reason for closing what an upload that has ended no longer needs. */
export const UPLOAD_ENDED: DOMException = new DOMException(
  "the upload has ended",
  "AbortError",
);
