/**
 * The properties of every event of an upload.
 *
 * @category Events
 */
export interface UploadEventBase {
  /** Always `"networkRequest"`. */
  readonly name: "networkRequest";
  /**
   * The id of the upload, the same in each of its events. `cancel()` accepts
   * it.
   */
  readonly requestId: string;
  /**
   * The URL of the call, without user and password. It includes the query, which
   * is a secret in a presigned URL.
   */
  readonly url: string;
  /**
   * Bytes of the body that the transport has taken, including those of a form.
   * They restart from `bytesStored` if the body is sent again.
   */
  readonly bytesTransferred: number;
  /**
   * Bytes of the body that the server has acknowledged. For a single request this
   * is 0 until a response with a status of 200 to 299, and then the full size. A
   * {@linkcode Protocol} reports them as it proceeds.
   */
  readonly bytesStored: number;
  /** Bytes of the whole body; -1 if unknown. */
  readonly bytesEstimated: number;
}
