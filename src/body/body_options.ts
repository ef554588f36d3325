import type { UploadError } from "../errors/upload_error.ts";
import type { SourceBytes } from "../source/source.ts";
import type { Pace } from "../streams/pace.ts";

/** What a body needs that is not taken at once. */
export interface BodyOptions {
  /** Stops it. */
  readonly signal: AbortSignal;
  /** Counts its bytes. */
  readonly count: ByteCount;
  /** Opens the bytes again, for a transport that sends them again by itself. */
  readonly reopen?: (() => SourceBytes | Promise<SourceBytes>) | undefined;
  /**
   * Whether the memory of taken chunks may be freed if nothing else uses it;
   * called when the transport opens the body.
   */
  readonly freesChunks: () => boolean;
  /**
   * Whether the transport may read the body and a copy of it, although its
   * bytes open only once.
   */
  readonly keepsCopies: boolean;
  /** Limits the rate. */
  readonly pace?: Pace | undefined;
  /** Called when the source has failed. */
  onFailure(failure: UploadError): void;
}

/** Counts the bytes of a body. */
export interface ByteCount {
  /** Records how many bytes the transport has taken in all. */
  taken(total: number): void;
  /** Records that the transport requested the first byte. */
  touch(): void;
}
