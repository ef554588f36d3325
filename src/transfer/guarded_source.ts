import { PASS_FUNCTION } from "../errors/source_error.ts";
import { UploadError } from "../errors/upload_error.ts";
import type { OpenSource, SourceBytes } from "../source/source.ts";
import { quietly } from "../streams/quietly.ts";

/** A source as it is passed to a protocol. */
export interface GuardedSource extends OpenSource {
  /** The error that a second opening was refused with. */
  readonly refusal: UploadError | undefined;
  /** Cancels the bytes that were opened last, which may not have been sent. */
  cancel(reason: unknown): void;
}

/**
 * Guards a source. A source that yields its bytes once would be empty in a
 * second opening, and the server would store an empty body, so refuse that.
 */
export function guardSource(source: OpenSource): GuardedSource {
  let opened: SourceBytes | Promise<SourceBytes> | undefined;
  let refusal: UploadError | undefined;
  return {
    ...source,
    open: (range) => {
      if (opened !== undefined && !source.reopens) {
        throw refusal ??= cannotOpenAgain();
      }
      return opened = source.open(range);
    },
    get refusal() {
      return refusal;
    },
    cancel: (reason) => {
      quietly(async () => await (await opened)?.stream.cancel(reason));
    },
    // The source may be an instance of a class, whose methods are not copied.
    close: (reason) => source.close(reason),
  };
}

function cannotOpenAgain(): UploadError {
  return new UploadError(
    "source",
    "Cannot open the source again: it can be read only once",
    { hint: PASS_FUNCTION },
  );
}
