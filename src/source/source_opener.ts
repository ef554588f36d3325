import { messageOf } from "../errors/cause.ts";
import { withoutSecrets } from "../errors/redact.ts";
import { toCause } from "../errors/redacted_cause.ts";
import { UPLOAD_ENDED } from "../errors/upload_ended.ts";
import { isUploadError, UploadError } from "../errors/upload_error.ts";
import { abortable } from "../streams/abortable.ts";
import { adoptSource, cancelSource } from "./ownership.ts";
import type { OpenSource } from "./source.ts";
import {
  type CheckedSourceFunction,
  isFileSource,
  type ReturnedSource,
  type SourceRange,
} from "./upload_source.ts";

/** What a {@linkcode SourceOpener} works with. */
export interface OpenerOptions {
  /** The function. */
  readonly call: CheckedSourceFunction;
  /** Opens what the function returns. */
  readonly open: (
    returned: ReturnedSource,
  ) => OpenSource | Promise<OpenSource>;
  /** Ends the wait for the function; what it returns later is closed. */
  readonly signal: AbortSignal;
}

/** Calls a source function, and opens what it returns. */
export class SourceOpener {
  readonly #options: OpenerOptions;
  /** The open files, which are closed at the end. */
  readonly #files: OpenSource[] = [];
  #isClosed = false;

  constructor(options: OpenerOptions) {
    this.#options = options;
  }

  /** @param length How many bytes must be returned; -1 for any number. */
  async open(range: SourceRange, length: number): Promise<OpenSource> {
    const { signal, open } = this.#options;
    signal.throwIfAborted();
    this.#assertNotClosed();
    const returned = await abortable(this.#call(range), signal, discard);
    adoptSource(returned.source);
    try {
      this.#assertNotClosed();
      checkLength(range, returned.size ?? length, length);
    } catch (thrown) {
      discard(returned);
      throw thrown;
    }
    if (!isFileSource(returned.source)) {
      const size = returned.size ?? (length < 0 ? undefined : length);
      return await open({ ...returned, size });
    }
    const file = await open(returned);
    this.#files.push(file);
    if (this.#isClosed) await file.close(UPLOAD_ENDED);
    this.#assertNotClosed();
    checkLength(range, file.size, length);
    return file;
  }

  /** Closes the files that are open, and opens no more sources. */
  async close(reason: unknown): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#files.map((file) => file.close(reason)));
  }

  async #call(range: SourceRange): Promise<ReturnedSource> {
    try {
      return await this.#options.call({ ...range });
    } catch (thrown) {
      if (isUploadError(thrown)) throw thrown;
      // A returned value is refused like an argument, with this prefix.
      const message = messageOf(thrown).replace(/^upload: /, "");
      throw new UploadError(
        "source",
        `Cannot open the source: ${withoutSecrets(message)}`,
        { cause: toCause(thrown) },
      );
    }
  }

  #assertNotClosed(): void {
    if (this.#isClosed) throw UPLOAD_ENDED;
  }
}

/** Closes a source that is not opened. */
function discard({ source }: ReturnedSource): void {
  cancelSource(source, UPLOAD_ENDED);
}

function checkLength(
  { start, end }: SourceRange,
  returned: number,
  length: number,
): void {
  if (length < 0 || returned === length) return;
  const what = end === undefined
    ? "the source again"
    : `bytes ${start} to ${end} of the source`;
  const got = returned < 0 ? "an unknown number of bytes" : `${returned} bytes`;
  throw new UploadError(
    "source",
    `Cannot open ${what}: its function returned ${got} instead of ${length}`,
    {
      hint: end === undefined
        ? "return the same bytes each time, or correct 'size'"
        : "return only the bytes of the range: a server that ignores the header 'Range' responds with status 200 and all bytes",
    },
  );
}
