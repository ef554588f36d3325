import type { Bytes } from "../streams/bytes.ts";

/** A Blob with a stated size and the bytes of a stream. */
export class StreamBlob extends Blob {
  readonly #size: number;
  readonly #open: () => ReadableStream<Bytes>;

  /** @param open Opens the bytes, each time they are read. */
  constructor(size: number, open: () => ReadableStream<Bytes>) {
    super();
    this.#size = size;
    this.#open = open;
  }

  override get size(): number {
    return this.#size;
  }

  override stream(): ReadableStream<Bytes> {
    return this.#open();
  }

  override arrayBuffer(): Promise<ArrayBuffer> {
    return new Response(this.stream()).arrayBuffer();
  }

  override bytes(): Promise<Bytes> {
    return new Response(this.stream()).bytes();
  }

  override text(): Promise<string> {
    return new Response(this.stream()).text();
  }

  override slice(): Blob {
    throw new TypeError(
      "Cannot slice the body of an upload: its bytes are a stream",
    );
  }
}
