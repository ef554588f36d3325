import type { Bytes } from "../streams/bytes.ts";
import { ChunkSize } from "../streams/chunk_size.ts";
import { unreadableBlob } from "./blob.ts";

/** Whether a Blob yields its own bytes; a subclass may yield others. */
export function isPlainBlob(blob: Blob): boolean {
  return blob.stream === Blob.prototype.stream;
}

/**
 * The bytes of a plain Blob, in chunks that fit the connection, each with memory
 * of its own. In Deno and Node the stream of a Blob yields a part of 1 GiB as one
 * chunk, so read the Blob slice by slice. The stream fails with an `UploadError`
 * `source` if the Blob cannot be read.
 */
export function blobStream(blob: Blob): ReadableStream<Bytes> {
  const chunkSize = new ChunkSize();
  let at = 0;
  let slice: ReadableStreamDefaultReader<Bytes> | undefined;
  const next = async () => {
    let chunk = (await slice?.read())?.value;
    while (chunk === undefined && at < blob.size) {
      const end = at + chunkSize.next();
      slice = blob.slice(at, end).stream().getReader();
      at = end;
      chunk = (await slice.read()).value;
    }
    return chunk;
  };
  return new ReadableStream<Bytes>({
    async pull(controller) {
      const chunk = await next().catch((thrown) => {
        throw unreadableBlob(thrown);
      });
      if (chunk === undefined) controller.close();
      else controller.enqueue(chunk);
    },
    cancel: (reason) => slice?.cancel(reason),
  }, { highWaterMark: 0 });
}
