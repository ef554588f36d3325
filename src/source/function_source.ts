import { UPLOAD_ENDED } from "../errors/upload_ended.ts";
import { checkRange } from "./byte_range.ts";
import { LengthSoFar } from "./length_so_far.ts";
import { type OpenerOptions, SourceOpener } from "./source_opener.ts";
import type { OpenSource } from "./source.ts";
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
  if (size !== undefined) return functionSource(opener, size);
  const first = await opener.open(ALL, -1);
  return functionSource(opener, first.size, first);
}

/** @param first What was opened to learn the size, and is not used yet. */
function functionSource(
  opener: SourceOpener,
  size: number,
  first?: OpenSource,
): OpenSource {
  const lengthSoFar = new LengthSoFar();
  const takeFirst = () => {
    const taken = first;
    first = undefined;
    return taken;
  };
  return {
    size,
    reopens: true,
    async open(range) {
      if (range !== undefined) checkRange(range, size < 0 ? Infinity : size);
      const taken = takeFirst();
      if (range === undefined || range.start === 0 && range.end === size) {
        const all = taken ?? await opener.open(ALL, size);
        return lengthSoFar.keep(await all.open());
      }
      await taken?.close(UPLOAD_ENDED);
      const part = await opener.open(range, range.end - range.start);
      return await part.open();
    },
    async close(reason) {
      await takeFirst()?.close(reason);
      await opener.close(reason);
    },
  };
}
