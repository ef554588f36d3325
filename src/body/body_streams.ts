import type { Bytes } from "../streams/bytes.ts";

/**
 * The streams of one body: a `fetch` takes one, and a wrapper of `fetch` that sends a request again
 * takes another.
 */
export class BodyStreams {
  readonly #open: () => ReadableStream<Bytes>;
  readonly #wrap: (stream: ReadableStream<Bytes>) => ReadableStream<Bytes>;
  #last: ReadableStream<Bytes> | undefined;

  /**
   * @param open Opens the bytes. Called again when they are read again; throws if that cannot be.
   * @param wrap Makes of each stream what is given out.
   */
  constructor(
    open: () => ReadableStream<Bytes>,
    wrap: (stream: ReadableStream<Bytes>) => ReadableStream<Bytes>,
  ) {
    this.#open = open;
    this.#wrap = wrap;
  }

  /** The same stream until it is used, then another one. */
  next(): ReadableStream<Bytes> {
    if (this.#last !== undefined && !isUsed(this.#last)) return this.#last;
    const stream = this.#last === undefined
      ? this.#open()
      : lazyStream(this.#open);
    return this.#last = this.#wrap(stream);
  }
}

/** Gives a stream a `tee` that keeps nothing in memory: one branch is the stream, and the other opens the bytes anew. */
export function teeByOpening(
  stream: ReadableStream<Bytes>,
  open: () => ReadableStream<Bytes>,
): ReadableStream<Bytes> {
  stream.tee = () => [
    lazyStream(() => isUsed(stream) ? open() : stream),
    stream,
  ];
  return stream;
}

/** Whether a stream is locked or was read from, which only `fetch` and its like can tell. */
function isUsed(body: ReadableStream<Bytes>): boolean {
  try {
    const init: RequestInit & { duplex: "half" } = {
      method: "POST",
      body,
      duplex: "half",
    };
    new Request("http://localhost/", init);
    return false;
  } catch {
    return true;
  }
}

/** A stream of bytes that are opened when it is read. */
function lazyStream(open: () => ReadableStream<Bytes>): ReadableStream<Bytes> {
  let reader: ReadableStreamDefaultReader<Bytes> | undefined;
  return new ReadableStream<Bytes>({
    async pull(controller) {
      reader ??= open().getReader();
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader?.cancel(reason),
  }, { highWaterMark: 0 });
}
