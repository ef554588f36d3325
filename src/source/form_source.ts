import { type ByteRange, type Bytes, concat } from "../streams/bytes.ts";
import { MIN_CHUNK } from "../streams/chunk_size.ts";
import { joinedStream } from "../streams/joined_stream.ts";
import { checkRange } from "./byte_range.ts";
import type { Form, FormPart } from "./form.ts";
import { headOfPart, PART_END, tailOfForm, textOfPart } from "./form_text.ts";
import { bytesSource } from "./memory_source.ts";
import type {
  OpenBytes,
  OpenSource,
  SourceBytes,
  SourceDescription,
} from "./source.ts";
import { typeByName } from "./type_by_name.ts";
import { nameOfSource } from "./upload_source.ts";

/**
 * Opens the sources of a form, one after the other. The form is a sequence of
 * pieces: what is written before a source, the source, what is written before
 * the next one, and so on. Its size is known if that of each piece is.
 *
 * @param signal Ends the wait for the Content-Type of a part.
 * @param open Opens the source of a part.
 * @throws {UploadError} If a part cannot be opened; those before it are closed.
 */
export async function openForm(
  { parts, boundary }: Form,
  signal: AbortSignal,
  open: (part: SourceDescription) => OpenSource | Promise<OpenSource>,
): Promise<OpenSource> {
  const pieces: OpenSource[] = [];
  let text: Bytes[] = [];
  try {
    for (const part of parts) {
      const contentType = await typeOf(part, signal);
      text.push(headOfPart({ ...part, contentType }, boundary));
      if (typeof part.value === "string") text.push(textOfPart(part.value));
      else {
        pieces.push(textSource(text), await open(part.value));
        text = [];
      }
      text.push(PART_END);
    }
  } catch (thrown) {
    await closeAll(pieces, thrown);
    throw thrown;
  }
  pieces.push(textSource([...text, tailOfForm(boundary)]));
  return joinedSource(pieces);
}

function typeOf(
  { filename, contentType, value }: FormPart,
  signal: AbortSignal,
): string | null | Promise<string> {
  if (contentType !== undefined) return contentType;
  const name = typeof value === "string" ? "" : nameOfSource(value.source);
  return typeByName([filename, name], signal);
}

/**
 * Joins pieces into one source. Each is opened when the one before it has ended.
 */
function joinedSource(pieces: readonly OpenSource[]): OpenSource {
  const size = sizeOf(pieces);
  const ownsChunks = pieces.every((piece) => piece.ownsChunks);
  return {
    size,
    reopens: pieces.every(({ reopens }) => reopens),
    ownsChunks,
    isForm: true,
    open: (range) => {
      if (range === undefined) {
        const all = pieces.map((piece) => () => piece.open());
        return joinedBytes(all, size, ownsChunks);
      }
      checkRange(range, size);
      const length = range.end - range.start;
      return joinedBytes(piecesIn(pieces, range), length, ownsChunks);
    },
    close: (reason) => closeAll(pieces, reason),
  };
}

function joinedBytes(
  pieces: readonly OpenBytes[],
  size: number,
  ownsChunks: boolean,
): SourceBytes {
  const streams = pieces.map((open) => async () => (await open()).stream);
  return { size, ownsChunks, pieces, stream: joinedStream(streams) };
}

/** Opens a range of pieces, whose sizes are known. */
function piecesIn(
  pieces: readonly OpenSource[],
  { start, end }: ByteRange,
): OpenBytes[] {
  const openings: OpenBytes[] = [];
  let offset = 0;
  for (const piece of pieces) {
    const range = {
      start: Math.max(start - offset, 0),
      end: Math.min(end - offset, piece.size),
    };
    if (range.start < range.end) openings.push(() => piece.open(range));
    offset += piece.size;
  }
  return openings;
}

/**
 * Text of a form. Each opening is a copy, so that the memory of a single chunk
 * may be freed.
 */
function textSource(text: readonly Bytes[]): OpenSource {
  const bytes = concat(text);
  return {
    ...bytesSource(bytes),
    ownsChunks: bytes.byteLength <= MIN_CHUNK,
    open: (range) => bytesSource(bytes.slice()).open(range),
  };
}

function sizeOf(pieces: readonly OpenSource[]): number {
  const isKnown = pieces.every(({ size }) => size >= 0);
  return isKnown ? pieces.reduce((sum, { size }) => sum + size, 0) : -1;
}

async function closeAll(
  pieces: readonly OpenSource[],
  reason: unknown,
): Promise<void> {
  await Promise.all(pieces.map((piece) => piece.close(reason)));
}
