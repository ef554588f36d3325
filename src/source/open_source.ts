import { blobStream, isPlainBlob } from "./blob_stream.ts";
import { toArrayBuffer } from "@std/streams/to-array-buffer";
import { abortable } from "../streams/abortable.ts";
import { type Bytes, isBytes, isDetached, toBytes } from "../streams/bytes.ts";
import { checkedStream } from "../streams/checked_stream.ts";
import { ChunkSize, SMALLEST_CHUNK } from "../streams/chunk_size.ts";
import type { BaseDirectory } from "../files/base_directory.ts";
import { resolveFile } from "../files/resolve_file.ts";
import { currentEnvironment } from "../files/environment.ts";
import { detached, toSourceError } from "../errors/source_error.ts";
import { openFileStream } from "../files/file_stream.ts";
import { isFileSource, type UploadSource } from "./upload_source.ts";

/** What is known of a source before it is opened. */
export interface SourceDescription {
  readonly source: UploadSource;
  readonly baseDirectory: BaseDirectory | undefined;
  /** Bytes, as the caller says, or as they are in memory at the call. */
  readonly size: number | undefined;
}

/** A source that is open: its length, and its bytes. */
export interface OpenSource {
  /** In bytes; -1 where it is not known. */
  readonly size: number;
  /** The bytes, in chunks that are not empty. They end at `size`, or with an `UploadError`. */
  readonly stream: ReadableStream<Bytes>;
  /** Whether each chunk has its own memory, which nobody else will look at. */
  readonly ownsChunks?: boolean;
  /** The same bytes where they are in memory already, for transports that take them so. */
  readonly whole?: Blob | Bytes;
}

/**
 * Opens the source of an upload: for each request anew, and a stream once only.
 *
 * @param signal Ends the wait for it.
 * @throws {UploadError} If it cannot be opened.
 */
export async function openSource(
  { source, baseDirectory, size }: SourceDescription,
  signal: AbortSignal,
): Promise<OpenSource> {
  if (isFileSource(source)) {
    const path = await resolveFile(
      source,
      baseDirectory,
      currentEnvironment(),
    );
    const opened = await openFileStream(path, size);
    return await small({ ...opened, ownsChunks: true });
  }
  if (source instanceof Blob) {
    const isPlain = isPlainBlob(source);
    const bytes = isPlain ? blobStream(source) : streamOfBlob(source);
    const opened = small({
      size: source.size,
      stream: checkedStream(bytes, source.size),
      ownsChunks: isPlain,
      ...(isPlain && { whole: source }),
    });
    // A subclass may give a stream that hangs.
    return await abortable(opened, signal);
  }
  if (isBytes(source)) return openBytes(bytesOf(source, size));
  return { size: size ?? -1, stream: checkedStream(source, size ?? -1) };
}

/**
 * The bytes of a source that are in memory, and few enough to be handed over at once: there is
 * nothing to open, and so nothing to wait for.
 *
 * @throws {UploadError} `source` if the memory is no longer what it was.
 */
export function bytesAtHand(
  { source, size }: Omit<SourceDescription, "baseDirectory">,
): Bytes | undefined {
  return isBytes(source) && (size ?? source.byteLength) <= SMALLEST_CHUNK
    ? bytesOf(source, size)
    : undefined;
}

/** What is in memory at once can be sent again by the transport, when a kept connection turns out to be closed. */
async function small(opened: OpenSource): Promise<OpenSource> {
  return opened.size > SMALLEST_CHUNK
    ? opened
    : openBytes(bytesOf(await toArrayBuffer(opened.stream), opened.size));
}

function streamOfBlob(blob: Blob): ReadableStream<unknown> {
  try {
    return blob.stream();
  } catch (thrown) {
    throw toSourceError(thrown);
  }
}

function bytesOf(
  source: ArrayBuffer | ArrayBufferView,
  size = source.byteLength,
): Bytes {
  if (isDetached(source) || source.byteLength !== size) throw detached();
  return toBytes(source);
}

function openBytes(bytes: Bytes): OpenSource {
  const size = bytes.byteLength;
  return {
    size,
    whole: bytes,
    // Made when it is asked for: small bodies go without.
    get stream() {
      return streamOf(bytes, size);
    },
  };
}

function streamOf(bytes: Bytes, size: number): ReadableStream<Bytes> {
  const chunkSize = new ChunkSize();
  let at = 0;
  return new ReadableStream<Bytes>({
    pull(controller) {
      if (bytes.byteLength !== size) throw detached();
      const chunk = bytes.subarray(at, at + chunkSize.next());
      at += chunk.byteLength;
      if (chunk.byteLength > 0) controller.enqueue(chunk);
      if (at === size) controller.close();
    },
  }, { highWaterMark: 0 });
}
