/**
 * What went wrong with an upload, as a word to switch on.
 *
 * | code | what happened |
 * | --- | --- |
 * | `cancelled` | `cancel()`, `params.signal`, or the loop was left |
 * | `timeout` | no byte moved either way for `params.timeout` seconds |
 * | `not-found` | there is no such file, the environment does not tell where the base directory is, or the runtime has no files |
 * | `not-a-file` | it is a directory, a pipe or a device |
 * | `permission` | the runtime or the system refused: the file, the network, a variable |
 * | `outside-directory` | the filename leads out of its base directory |
 * | `source` | the source failed, changed its length, had more or fewer bytes than it said, or would have to be sent again and cannot |
 * | `network` | name lookup, connection, TLS, redirect or protocol |
 * | `response-too-large` | the answer is larger than `params.maxResponseBytes` |
 */
export type UploadErrorCode =
  | "cancelled"
  | "timeout"
  | "not-found"
  | "not-a-file"
  | "permission"
  | "outside-directory"
  | "source"
  | "network"
  | "response-too-large";

/**
 * Why an upload failed. It is never thrown at the caller: it arrives as
 * `event.error` of the `ended` event, whose `response` is its message.
 *
 * @example
 * ```ts
 * import { upload, UploadError } from "@network/upload";
 *
 * const { error } = await upload("http://127.0.0.1/", "PUT", "missing.txt", new URL("file:///nowhere/")).ended;
 * console.log(error instanceof UploadError, error?.code); // true "not-found"
 * ```
 */
export class UploadError extends Error {
  /** The name of the class, `"UploadError"`. */
  override readonly name = "UploadError";
  /** What went wrong, as a word to switch on. */
  readonly code: UploadErrorCode;

  /**
   * Makes the error of an upload.
   *
   * @param code What went wrong, as a word to switch on.
   * @param message What happened, to what, and what to do next.
   * @param options `cause`: what the runtime threw, or the reason given for the cancel.
   */
  constructor(code: UploadErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
