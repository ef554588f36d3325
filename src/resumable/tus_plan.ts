import { UploadError } from "../errors/upload_error.ts";
import type { HeaderRecord } from "../request/headers.ts";
import type { OpenUpload } from "../request/protocol.ts";
import type { OpenSource } from "../source/source.ts";
import type { ByteRange } from "../streams/bytes.ts";
import type { Chunks } from "./chunk.ts";
import { type ChunkOptions, RangeChunks } from "./range_chunks.ts";
import { StreamChunks } from "./stream_chunks.ts";
import { metadataOf } from "./tus_metadata.ts";
import type { TusPart } from "./tus_part.ts";
import type { TusSettings } from "./tus_settings.ts";
import { WholeStream } from "./whole_stream.ts";

/**
 * The parts of an upload: one, or several that the server concatenates.
 *
 * @param urls Those of the parts that were begun in an earlier run.
 */
export function planParts(
  upload: OpenUpload,
  settings: Pick<TusSettings, "metadata" | "parallel" | "uploadUrl">,
  urls: readonly string[],
): readonly TusPart[] {
  const count = urls.length || settings.parallel;
  const ranges = rangesOf(upload.source.size, count);
  if (ranges.length === 1) {
    const url = settings.uploadUrl?.href ?? urls[0];
    return [partOf(undefined, metadataHeader(upload, settings), url)];
  }
  const headers = { "upload-concat": "partial" };
  return ranges.map((range, at) => partOf(range, headers, urls[at]));
}

/** The header with the metadata of an upload. */
export function metadataHeader(
  upload: OpenUpload,
  { metadata }: Pick<TusSettings, "metadata">,
): HeaderRecord {
  const value = metadataOf(metadata, upload);
  return value === undefined ? {} : { "upload-metadata": value };
}

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

/** @throws {UploadError} `source` if a source cannot be sent in parts at once. */
export function assertDivisible(
  { reopens, size }: OpenSource,
  { parallel }: Pick<TusSettings, "parallel">,
): void {
  if (parallel === 1 || reopens && size >= 0) return;
  throw new UploadError(
    "source",
    `Cannot send the source in ${parallel} parts at the same time: ${
      reopens ? "its size is not known" : "it is a stream"
    }`,
    { hint: "leave out 'parallel', or pass a file, a Blob or a function" },
  );
}

function partOf(
  range: ByteRange | undefined,
  headers: HeaderRecord,
  url = "",
): TusPart {
  return {
    range,
    headers,
    url: url === "" ? undefined : new URL(url),
    offset: 0,
    length: undefined,
    expires: undefined,
  };
}

/** Cuts a source into ranges of about the same size, none of them empty. */
function rangesOf(size: number, count: number): ByteRange[] {
  const ranges = Math.max(1, Math.min(count, size));
  return Array.from({ length: ranges }, (_, at) => ({
    start: Math.floor(size * at / ranges),
    end: Math.floor(size * (at + 1) / ranges),
  }));
}
