import type { Bytes } from "./bytes.ts";

/**
 * A `TransformStream` that passes bytes on and tells how many its consumer has taken: a chunk
 * counts when the consumer asks for the next one, never before.
 *
 * A `Transformer` is not told when its readable side is asked, least of all for the end. So
 * the readable side here is one of its own, whose `pull` is that very question.
 *
 * @example
 * ```ts
 * import { ByteCounterStream } from "./byte_counter_stream.ts";
 *
 * const counter = new ByteCounterStream((total) => console.log(total)); // 0, then 5
 * await new Response(new Blob(["hello"]).stream().pipeThrough(counter)).text();
 * ```
 */
export class ByteCounterStream extends TransformStream<Bytes, Bytes> {
  readonly #readable: ReadableStream<Bytes>;
  readonly #reader: ReadableStreamDefaultReader<Bytes>;
  #controller: ReadableStreamDefaultController<Bytes> | undefined;
  #handed = 0;
  #cancelled = false;
  #isAsked = false;

  /** @param onTaken Told the total each time the consumer asks for more, and the chunk that it has taken: 0 and none at the first time. */
  constructor(onTaken: (total: number, chunk: Bytes | undefined) => void) {
    super(undefined, undefined, { highWaterMark: 0 });
    const reader = this.#reader = super.readable.getReader();
    let last: Bytes | undefined;
    this.#readable = new ReadableStream<Bytes>({
      start: (controller) => {
        this.#controller = controller;
      },
      pull: async (controller) => {
        this.#isAsked = true;
        onTaken(this.#handed, last);
        const { done, value } = await reader.read();
        if (done) return controller.close();
        this.#handed += value.byteLength;
        last = value;
        controller.enqueue(value);
      },
      cancel: (reason) => {
        this.#cancelled = true;
        return reader.cancel(reason);
      },
    }, { highWaterMark: 0 });
  }

  /** How many bytes were handed to the consumer, taken or not. */
  get handed(): number {
    return this.#handed;
  }

  /** Whether the consumer has asked for any bytes. */
  get isAsked(): boolean {
    return this.#isAsked;
  }

  /** Whether the consumer stopped before the end. */
  get cancelled(): boolean {
    return this.#cancelled;
  }

  /** Stops before the end, though the consumer neither asks nor cancels any more: it gets the reason as an error, never an end. */
  stop(reason: unknown): Promise<void> {
    this.#controller?.error(reason);
    return this.#reader.cancel(reason);
  }

  /** The counted bytes. */
  override get readable(): ReadableStream<Bytes> {
    return this.#readable;
  }
}
