import { StoredUpload } from "../stored_upload.ts";
import type { Verify } from "../store_body.ts";

/** The request that began an upload, which the target processes in the end. */
export interface CreationRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
}

/** An upload resource of a {@linkcode RufhServer}. */
export class RufhUpload extends StoredUpload {
  readonly creation: CreationRequest;
  /** Checks the bytes of the whole upload. */
  readonly verify: Verify | undefined;
  /** When it becomes inaccessible, in ms since 1970; undefined if it does not. */
  readonly expiresAt: number | undefined;
  /** Whether the client has marked it as complete, and all came. */
  isComplete = false;

  constructor(
    path: string,
    creation: CreationRequest,
    { verify, expiresAt }: {
      verify: Verify | undefined;
      expiresAt: number | undefined;
    },
  ) {
    super(path, undefined);
    this.creation = creation;
    this.verify = verify;
    this.expiresAt = expiresAt;
  }
}
