import type { OpenSource } from "../source/source.ts";
import type { ByteRange } from "../streams/bytes.ts";
import type { Chunks } from "./chunk.ts";
import { type ChunkOptions, RangeChunks } from "./range_chunks.ts";
import { StreamChunks } from "./stream_chunks.ts";
import { WholeStream } from "./whole_stream.ts";

/** How the bytes of a source are sent. */
export function chunksOf(
  source: OpenSource,
  range: ByteRange | undefined,
  options: ChunkOptions,
): Chunks {
  const { size, reopens } = source;
  if (reopens && size >= 0) {
    return new RangeChunks(source, range ?? { start: 0, end: size }, options);
  }
  return options.chunkSize === Infinity
    ? new WholeStream(source)
    : new StreamChunks(source, options);
}
