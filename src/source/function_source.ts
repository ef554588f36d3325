import { messageOf } from "../errors/cause.ts";
import { withoutSecrets } from "../errors/redact.ts";
import { toCause } from "../errors/redacted_cause.ts";
import { UploadError } from "../errors/upload_error.ts";
import { abortable } from "../streams/abortable.ts";
import type { ByteRange } from "../streams/bytes.ts";
import { checkRange } from "./byte_range.ts";
import { LengthSoFar } from "./length_so_far.ts";
import { adoptSource, cancelSource } from "./ownership.ts";
import type { OpenSource, SourceBytes } from "./source.ts";
import {
  type FindSource,
  type FoundSource,
  isFileSource,
  type SourceRange,
} from "./upload_source.ts";

/** What a source that is a function is opened with. */
export interface FunctionOptions {
  /** The function. */
  readonly find: FindSource;
  /** In bytes; undefined for that of what it opens first. */
  readonly size: number | undefined;
  /** Opens what it returns. */
  readonly open: (found: FoundSource) => OpenSource | Promise<OpenSource>;
  /** Ends the wait for it; what it returns late is closed. */
  readonly signal: AbortSignal;
}

/** The reason for closing what a function returned too late. */
const CLOSED = new DOMException("the upload has ended", "AbortError");
const ALL: SourceRange = { start: 0 };

/**
 * A source that a function opens, each time that its bytes are needed. If its
 * size is not stated, it is opened now to learn it.
 *
 * @throws {UploadError} `source` if the function throws.
 */
export async function openFunctionSource(
  options: FunctionOptions,
): Promise<OpenSource> {
  // A call that is cancelled at once opens nothing.
  await null;
  if (options.size !== undefined) {
    return new FunctionSource(options, options.size);
  }
  const finder = new Finder(options);
  const first = await finder.find(ALL, -1);
  return new FunctionSource(options, first.size, finder, first);
}

class FunctionSource implements OpenSource {
  readonly size: number;
  readonly reopens = true;
  readonly #finder: Finder;
  readonly #length = new LengthSoFar();
  /** Opened to learn the size, and not used yet. */
  #first: OpenSource | undefined;

  constructor(
    options: FunctionOptions,
    size: number,
    finder: Finder = new Finder(options),
    first?: OpenSource,
  ) {
    this.size = size;
    this.#finder = finder;
    this.#first = first;
  }

  async open(range?: ByteRange): Promise<SourceBytes> {
    if (range !== undefined) {
      checkRange(range, this.size < 0 ? Infinity : this.size);
    }
    const first = this.#first;
    this.#first = undefined;
    const isWhole = range === undefined ||
      range.start === 0 && range.end === this.size;
    if (isWhole) {
      const whole = first ?? await this.#finder.find(ALL, this.size);
      return this.#length.keep(await whole.open());
    }
    await first?.close(CLOSED);
    const length = range.end - range.start;
    return await (await this.#finder.find(range, length)).open();
  }

  async close(reason: unknown): Promise<void> {
    const first = this.#first;
    this.#first = undefined;
    await first?.close(reason);
    await this.#finder.close(reason);
  }
}

/** Calls the function, and opens what it returns. */
class Finder {
  readonly #options: FunctionOptions;
  /** The open files, which are closed at the end. */
  readonly #files: OpenSource[] = [];
  #isClosed = false;

  constructor(options: FunctionOptions) {
    this.#options = options;
  }

  /** @param length How many bytes it must find; -1 for any number. */
  async find(range: SourceRange, length: number): Promise<OpenSource> {
    const { signal, open } = this.#options;
    signal.throwIfAborted();
    this.#assertNotClosed();
    const found = await abortable(this.#call(range), signal, discard);
    adoptSource(found.source);
    try {
      this.#assertNotClosed();
      checkLength(range, found.size ?? length, length);
    } catch (thrown) {
      discard(found);
      throw thrown;
    }
    if (!isFileSource(found.source)) {
      const size = found.size ?? (length < 0 ? undefined : length);
      return await open({ ...found, size });
    }
    const file = await open(found);
    this.#files.push(file);
    if (this.#isClosed) await file.close(CLOSED);
    this.#assertNotClosed();
    checkLength(range, file.size, length);
    return file;
  }

  async close(reason: unknown): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#files.map((file) => file.close(reason)));
  }

  async #call(range: SourceRange): Promise<FoundSource> {
    try {
      return await this.#options.find({ ...range });
    } catch (thrown) {
      // That it returned no source is what an argument is refused with.
      const message = messageOf(thrown).replace(/^upload: /, "");
      throw new UploadError(
        "source",
        `Cannot open source: ${withoutSecrets(message)}`,
        { cause: toCause(thrown) },
      );
    }
  }

  #assertNotClosed(): void {
    if (this.#isClosed) throw CLOSED;
  }
}

/** Closes what is not opened. */
function discard({ source }: FoundSource): void {
  cancelSource(source, CLOSED);
}

function checkLength(
  { start, end }: SourceRange,
  found: number,
  length: number,
): void {
  if (length < 0 || found === length) return;
  const has = found < 0 ? "an unknown number of bytes" : `${found} bytes`;
  throw new UploadError(
    "source",
    end === undefined
      ? `Cannot open source again: its function returned ${has} instead of ${length}`
      : `Cannot open bytes ${start} to ${end} of source: its function returned ${has} instead of ${length}`,
    {
      hint: end === undefined
        ? "return the same bytes each time, or correct 'size'"
        : "return only the bytes of the range: a server that ignores the header 'Range' responds with status 200 and all bytes",
    },
  );
}
