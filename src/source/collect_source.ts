import { abortable } from "../streams/abortable.ts";
import type { Bytes } from "../streams/bytes.ts";
import { joinBlob } from "./blob.ts";
import { blobSource } from "./blob_source.ts";
import type { OpenSource, SourceBytes } from "./source.ts";

/** Is notified of each chunk that is collected. */
interface CollectWatch {
  touch(): void;
}

/** Collects the bytes of a source, for a runtime that sends no streams. */
export async function collectSource(
  source: OpenSource,
  signal: AbortSignal,
  watch: CollectWatch,
): Promise<OpenSource> {
  const { isForm = false } = source;
  const bytes = await source.open();
  return { ...blobSource(await collectBytes(bytes, signal, watch)), isForm };
}

/**
 * Collects open bytes. Pieces that are in memory or in a Blob become parts of
 * the returned Blob without being read.
 */
export async function collectBytes(
  { stream, pieces }: SourceBytes,
  signal: AbortSignal,
  watch: CollectWatch,
): Promise<Blob> {
  if (pieces === undefined) return await collectStream(stream, signal, watch);
  const parts: (Blob | Bytes)[] = [];
  for (const open of pieces) {
    const opening = Promise.resolve(open());
    const piece = await abortable(
      opening,
      signal,
      (late) => late.stream.cancel(signal.reason),
    );
    parts.push(piece.inMemory ?? await collectBytes(piece, signal, watch));
    watch.touch();
  }
  return joinBlob(parts);
}

async function collectStream(
  stream: ReadableStream<Bytes>,
  signal: AbortSignal,
  watch: CollectWatch,
): Promise<Blob> {
  const chunks: Bytes[] = [];
  const collector = new WritableStream<Bytes>({
    write(chunk) {
      watch.touch();
      chunks.push(chunk);
    },
  });
  await stream.pipeTo(collector, { signal });
  return new Blob(chunks);
}
