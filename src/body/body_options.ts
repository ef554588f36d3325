import type { UploadError } from "../errors/upload_error.ts";
import type { SourceBytes } from "../source/source.ts";
import type { Pace } from "../streams/pace.ts";

/** Options of a body that is not taken at once. */
export interface BodyOptions {
  /** Stops the body. */
  readonly signal: AbortSignal;
  /** Counts the bytes. */
  readonly count: ByteCount;
  /** Opens the bytes again, for a transport that resends them by itself. */
  readonly reopen?: (() => SourceBytes | Promise<SourceBytes>) | undefined;
  /**
   * Returns whether the memory of taken chunks may be freed. Called when the
   * transport opens the body.
   */
  readonly freesChunks: () => boolean;
  /**
   * Whether the transport may read a copy of the body, even if its bytes open
   * only once.
   */
  readonly keepsCopies: boolean;
  /** Limits the rate. */
  readonly pace?: Pace | undefined;
  /** Called when the source has failed. */
  onFailure(failure: UploadError): void;
}

/** Counts the bytes of a body. */
export interface ByteCount {
  /** Records the total number of bytes that the transport has taken. */
  taken(total: number): void;
  /** Records that the transport requested the first byte. */
  touch(): void;
}
