import type { Bytes } from "./bytes.ts";
import { quietly } from "./quietly.ts";

/** Opens a stream. */
type OpenStream = () =>
  | ReadableStream<Bytes>
  | Promise<ReadableStream<Bytes>>;

/**
 * Joins streams into one. Each is opened when the one before it has ended. A
 * cancel also cancels a stream that is being opened, which the
 * `concatReadableStreams` of `@std/streams` cannot do.
 */
export function joinedStream(
  openings: readonly OpenStream[],
): ReadableStream<Bytes> {
  const rest = openings.values();
  let reader: ReadableStreamDefaultReader<Bytes> | undefined;
  let cancelled: { readonly reason: unknown } | undefined;

  /** The reader of the next stream; undefined if there is none. */
  async function openNext(): Promise<typeof reader> {
    const stream = await rest.next().value?.();
    if (stream === undefined || cancelled === undefined) {
      return stream?.getReader();
    }
    const { reason } = cancelled;
    quietly(() => stream.cancel(reason));
    return undefined;
  }

  return new ReadableStream<Bytes>({
    async pull(controller) {
      reader ??= await openNext();
      while (reader !== undefined) {
        const { done, value } = await reader.read();
        if (cancelled !== undefined) return;
        if (!done) return controller.enqueue(value);
        reader = await openNext();
      }
      if (cancelled === undefined) controller.close();
    },
    cancel(reason) {
      cancelled = { reason };
      return reader?.cancel(reason);
    },
  }, { highWaterMark: 0 });
}
