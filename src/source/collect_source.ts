import type { Bytes } from "../streams/bytes.ts";
import { blobSource } from "./blob_source.ts";
import type { OpenSource, SourceBytes } from "./source.ts";

/** Informed of each chunk that is collected. */
export interface CollectWatch {
  touch(): void;
}

/** Collects the bytes of a source, for a runtime that sends no streams. */
export async function collectSource(
  source: OpenSource,
  signal: AbortSignal,
  watch: CollectWatch,
): Promise<OpenSource> {
  const bytes = await source.open();
  return blobSource(await collectBytes(bytes, signal, watch));
}

/** Collects bytes that are open. */
export async function collectBytes(
  { stream }: SourceBytes,
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
