import { UploadError } from "../errors/upload_error.ts";
import type { OpenSource, SourceBytes } from "../source/source.ts";
import { quietly } from "../streams/quietly.ts";

/** A source as a protocol sees it. */
export interface GuardedSource extends OpenSource {
  /** What it was refused with when it was to open again, but gives its bytes once. */
  readonly refusal: UploadError | undefined;
  /** Cancels the bytes that were opened last and may not have been sent. */
  cancel(reason: unknown): void;
}

/** What makes any source one that can be sent again. */
export const OPEN_AGAIN = "pass a function that opens the source";

/**
 * Guards a source. One that gives its bytes once does not open again: it would
 * give none, and the server would store an empty body.
 */
export function guardSource(source: OpenSource): GuardedSource {
  let opened: SourceBytes | Promise<SourceBytes> | undefined;
  let refusal: UploadError | undefined;
  return {
    ...source,
    open: (range) => {
      if (opened !== undefined && !source.reopens) {
        throw refusal ??= openedBefore();
      }
      return opened = source.open(range);
    },
    get refusal() {
      return refusal;
    },
    cancel: (reason) => {
      quietly(async () => await (await opened)?.stream.cancel(reason));
    },
  };
}

function openedBefore(): UploadError {
  return new UploadError(
    "source",
    "Cannot open the source again: it gives its bytes once",
    { hint: OPEN_AGAIN },
  );
}
