import { UPLOAD_ENDED } from "../errors/upload_ended.ts";
import type { ByteRange } from "../streams/bytes.ts";
import { checkRange } from "./byte_range.ts";
import { LengthSoFar } from "./length_so_far.ts";
import { type OpenerOptions, SourceOpener } from "./source_opener.ts";
import type { OpenSource, SourceBytes } from "./source.ts";
import type { SourceRange } from "./upload_source.ts";

/** What a source that is a function is opened with. */
interface FunctionOptions extends OpenerOptions {
  /** In bytes; undefined for that of what the function opens first. */
  readonly size: number | undefined;
}

const ALL: SourceRange = { start: 0 };

/**
 * Opens a source that a function opens each time its bytes are needed. If no
 * size is stated, the function is called now to learn it.
 *
 * @throws {UploadError} `source` if the function throws.
 */
export async function openFunctionSource(
  { size, ...options }: FunctionOptions,
): Promise<OpenSource> {
  // A call that is cancelled at once opens nothing.
  await null;
  const opener = new SourceOpener(options);
  if (size !== undefined) return new FunctionSource(opener, size);
  const first = await opener.open(ALL, -1);
  return new FunctionSource(opener, first.size, first);
}

class FunctionSource implements OpenSource {
  readonly size: number;
  readonly reopens = true;
  readonly #opener: SourceOpener;
  readonly #length = new LengthSoFar();
  /** Opened to learn the size, and not used yet. */
  #first: OpenSource | undefined;

  constructor(opener: SourceOpener, size: number, first?: OpenSource) {
    this.#opener = opener;
    this.size = size;
    this.#first = first;
  }

  async open(range?: ByteRange): Promise<SourceBytes> {
    if (range !== undefined) {
      checkRange(range, this.size < 0 ? Infinity : this.size);
    }
    const first = this.#takeFirst();
    const isAll = range === undefined ||
      range.start === 0 && range.end === this.size;
    if (isAll) {
      const all = first ?? await this.#opener.open(ALL, this.size);
      return this.#length.keep(await all.open());
    }
    await first?.close(UPLOAD_ENDED);
    const length = range.end - range.start;
    return await (await this.#opener.open(range, length)).open();
  }

  async close(reason: unknown): Promise<void> {
    await this.#takeFirst()?.close(reason);
    await this.#opener.close(reason);
  }

  #takeFirst(): OpenSource | undefined {
    const first = this.#first;
    this.#first = undefined;
    return first;
  }
}
