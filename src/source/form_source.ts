import { type ByteRange, type Bytes, concat } from "../streams/bytes.ts";
import { MIN_CHUNK } from "../streams/chunk_size.ts";
import { joinedStream } from "../streams/joined_stream.ts";
import { checkRange } from "./byte_range.ts";
import type { Form } from "./form.ts";
import { headOfPart, PART_END, tailOfForm, textOfPart } from "./form_text.ts";
import { bytesSource } from "./memory_source.ts";
import type {
  OpenBytes,
  OpenSource,
  SourceBytes,
  SourceDescription,
} from "./source.ts";

/**
 * Opens the sources of a form, one after the other. The form is a sequence of
 * pieces: what is written before a source, the source, what is written before
 * the next one, and so on. Its size is known if that of each piece is.
 *
 * @param open Opens the source of a part.
 * @throws {UploadError} If a part cannot be opened; those before it are closed.
 */
export async function openForm(
  { parts, boundary }: Form,
  open: (part: SourceDescription) => OpenSource | Promise<OpenSource>,
): Promise<OpenSource> {
  const pieces: OpenSource[] = [];
  let text: Bytes[] = [];
  try {
    for (const part of parts) {
      text.push(headOfPart(part, boundary));
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

/** Pieces of bytes as one source. Each is opened when those before it ended. */
function joinedSource(pieces: readonly OpenSource[]): OpenSource {
  const size = sizeOf(pieces);
  const ownsChunks = pieces.every((piece) => piece.ownsChunks);
  return {
    size,
    reopens: pieces.every(({ reopens }) => reopens),
    ownsChunks,
    open: (range) => {
      if (range !== undefined) checkRange(range, size);
      const opened = range === undefined
        ? pieces.map((piece) => () => piece.open())
        : piecesIn(pieces, range);
      return joinedBytes(
        opened,
        range === undefined ? size : range.end - range.start,
        ownsChunks,
      );
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

/** What opens a range of pieces whose sizes are known. */
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
 * Text of the form. Each opening is a copy, so that its memory may be freed if
 * it is one chunk.
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
