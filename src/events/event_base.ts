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
   * The URL of the call without user and password, but with its query, which in
   * a presigned URL is a secret.
   */
  readonly url: string;
  /**
   * Bytes of the body that the transport has taken, those of a form included.
   * They start from `bytesStored` if the body is sent again.
   */
  readonly bytesTransferred: number;
  /**
   * Bytes of the body that the server has acknowledged. With one request they
   * are 0 until its response, and then all of them if the status is 200 to 299.
   * A {@linkcode Protocol} reports them as it goes.
   */
  readonly bytesStored: number;
  /** Bytes of the whole body; -1 if unknown. */
  readonly bytesEstimated: number;
}
