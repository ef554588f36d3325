import type { Bytes } from "./bytes.ts";

/**
 * A `TransformStream` that counts the bytes that its consumer has taken. A chunk
 * counts once the consumer requests the next one.
 *
 * A `Transformer` does not see when its readable side is pulled, so this class
 * has a readable side of its own.
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
  #passed = 0;
  #cancelled = false;
  #isPulled = false;

  /**
   * @param onTaken Called each time the consumer requests more. Receives the
   * total and the last chunk that it has taken, at first 0 and `undefined`.
   */
  constructor(onTaken: (total: number, chunk: Bytes | undefined) => void) {
    super(undefined, undefined, { highWaterMark: 0 });
    const reader = this.#reader = super.readable.getReader();
    let last: Bytes | undefined;
    this.#readable = new ReadableStream<Bytes>({
      start: (controller) => {
        this.#controller = controller;
      },
      pull: async (controller) => {
        this.#isPulled = true;
        onTaken(this.#passed, last);
        const { done, value } = await reader.read();
        if (done) return controller.close();
        this.#passed += value.byteLength;
        last = value;
        controller.enqueue(value);
      },
      cancel: (reason) => {
        this.#cancelled = true;
        return reader.cancel(reason);
      },
    }, { highWaterMark: 0 });
  }

  /** Bytes that were passed to the consumer, taken or not. */
  get passed(): number {
    return this.#passed;
  }

  /** Whether the consumer has requested any bytes. */
  get isPulled(): boolean {
    return this.#isPulled;
  }

  /** Whether the consumer stopped before the end. */
  get cancelled(): boolean {
    return this.#cancelled;
  }

  /**
   * Stops before the end, even if the consumer neither requests more nor
   * cancels. The consumer's stream fails with the reason.
   */
  stop(reason: unknown): Promise<void> {
    this.#controller?.error(reason);
    return this.#reader.cancel(reason);
  }

  /** The counted bytes. */
  override get readable(): ReadableStream<Bytes> {
    return this.#readable;
  }
}
