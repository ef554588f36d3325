import { UploadError } from "../errors/upload_error.ts";
import type { OpenSource, SourceBytes } from "../source/source.ts";
import type { ByteRange } from "../streams/bytes.ts";
import { quietly } from "../streams/quietly.ts";

/**
 * A source as a protocol sees it. One that gives its bytes once does not open
 * again: it would give none, and the server would store an empty body.
 */
export class GuardedSource implements OpenSource {
  readonly size: number;
  readonly reopens: boolean;
  /** What it was refused with when it was to open again. */
  refusal: UploadError | undefined;
  readonly #source: OpenSource;
  #opened: SourceBytes | Promise<SourceBytes> | undefined;

  constructor(source: OpenSource) {
    this.size = source.size;
    this.reopens = source.reopens;
    this.#source = source;
  }

  /** Opens it; a property, so that a protocol can take it out of the object. */
  readonly open = (
    range?: ByteRange,
  ): SourceBytes | Promise<SourceBytes> => {
    if (this.reopens) return this.#source.open(range);
    if (this.#opened !== undefined) throw this.refusal ??= openedBefore();
    return this.#opened = this.#source.open(range);
  };

  close(reason: unknown): void | Promise<void> {
    return this.#source.close(reason);
  }

  /** Cancels bytes that were opened and may not have been sent. */
  cancel(reason: unknown): void {
    quietly(async () => await (await this.#opened)?.stream.cancel(reason));
  }
}

/** What makes any source one that can be sent again. */
export const OPEN_AGAIN = "pass a function that opens the source";

function openedBefore(): UploadError {
  return new UploadError(
    "source",
    "Cannot open the source again: it gives its bytes once",
    { hint: OPEN_AGAIN },
  );
}
