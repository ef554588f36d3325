import type { Bytes } from "../streams/bytes.ts";
import { blobSource } from "./memory_source.ts";
import type { OpenSource } from "./open_source.ts";

/**
 * Collects all that a source gives, for a runtime that sends no streams.
 *
 * @param watch Informed of each chunk.
 */
export async function collectSource(
  source: OpenSource,
  signal: AbortSignal,
  watch: { touch(): void },
): Promise<OpenSource> {
  const chunks: Bytes[] = [];
  const { stream } = await source.open();
  await stream.pipeTo(
    new WritableStream<Bytes>({
      write(chunk) {
        watch.touch();
        chunks.push(chunk);
      },
    }),
    { signal },
  );
  return blobSource(new Blob(chunks));
}
