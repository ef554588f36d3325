import { toArrayBuffer } from "@std/streams/to-array-buffer";
import { abortable } from "../streams/abortable.ts";
import { type Bytes, isBytes, isDetached, toBytes } from "../streams/bytes.ts";
import { checkedStream } from "../streams/checked_stream.ts";
import { ChunkSize, SMALLEST_CHUNK } from "../streams/chunk_size.ts";
import { resolveFile } from "../files/resolve_file.ts";
import { currentEnvironment } from "../files/environment.ts";
import { UploadError } from "../errors/upload_error.ts";
import { toSourceError } from "../errors/network_error.ts";
import { openFileStream } from "../files/file_stream.ts";
import type { UploadSource } from "../request/options.ts";
import type { UploadRequest } from "../request/upload_request.ts";
import { isFileSource } from "../request/source_validation.ts";

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
  { source, baseDirectory, size }: Pick<
    UploadRequest,
    "source" | "baseDirectory" | "size"
  >,
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
    const stream = checkedStream(streamOfBlob(source), source.size);
    const opened = small({ size: source.size, stream, whole: source });
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
  { source, size }: Pick<UploadRequest, "source" | "size">,
): Bytes | undefined {
  return isBytes(source) && (size ?? source.byteLength) <= SMALLEST_CHUNK
    ? bytesOf(source, size)
    : undefined;
}

/** Lets go of a source that will not be opened: a stream of the caller is cancelled, as `fetch` does. */
export function letGo(source: UploadSource, reason: unknown): void {
  if (source instanceof ReadableStream) source.cancel(reason).catch(() => {});
}

/** Whether a source can be opened more than once. */
export function isRepeatable(source: UploadSource): boolean {
  return isFileSource(source) || source instanceof Blob || isBytes(source);
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

/** The caller gave the memory away, or made it smaller, after the call. */
export function detached(): UploadError {
  return new UploadError(
    "source",
    "the memory of the source was transferred or shrunk meanwhile: upload a copy",
  );
}
