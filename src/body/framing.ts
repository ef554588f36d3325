import type { Bytes } from "../streams/bytes.ts";

/** What `fetch` is given for a stream. */
export interface StreamBody {
  readonly body: BodyInit;
  /** Whether the Content-Length has to be set as a header besides. */
  readonly lengthHeader: boolean;
}

/**
 * How a runtime's `fetch` sends a stream with a Content-Length, which the fetch standard has no
 * way to say: workerd through its `FixedLengthStream`; Deno and Node through a Blob that tells a
 * size and gives a stream of its own; Bun through the header, which it leaves alone; and
 * browsers not at all, which send no stream over HTTP/1 either.
 */
export type Framing = "fixed-length-stream" | "blob" | "header" | "none";

/** What framing is found out from; a runtime's own globals. */
export interface Platform {
  readonly FixedLengthStream?: FixedLengthStreamConstructor;
  readonly Request: typeof Request;
  readonly Response: typeof Response;
}

type FixedLengthStreamConstructor = new (
  size: number,
) => TransformStream<Bytes, Bytes>;

/** Asks a runtime what it can do, never what it is called. */
export function framingOf(platform: Platform): Framing {
  if (platform.FixedLengthStream !== undefined) return "fixed-length-stream";
  let asked = false;
  const probe = new StreamBlob(1, () => {
    asked = true;
    return new ReadableStream();
  });
  new platform.Response(probe);
  if (asked) return "blob";
  const headers = { "content-length": "1" };
  const request = new platform.Request("http://localhost/", {
    method: "POST",
    headers,
  });
  return request.headers.has("content-length") ? "header" : "none";
}

const platform: Platform = globalThis;
let framing: Framing | undefined;

/** Whether this runtime's `fetch` is given streams; else a body has to be there as a whole. */
export function sendsStreams(): boolean {
  return ownFraming() !== "none";
}

/**
 * A stream as what this runtime's `fetch` sends: with a Content-Length where it is known, else
 * chunked.
 *
 * @param open Opens the stream, again if the runtime sends the body again.
 * @param size The length in bytes; -1 where it is not known.
 */
export function streamBody(
  open: () => ReadableStream<Bytes>,
  size: number,
): StreamBody {
  const { FixedLengthStream } = platform;
  if (size < 0) return { body: open(), lengthHeader: false };
  if (FixedLengthStream !== undefined) {
    const body = open().pipeThrough(new FixedLengthStream(size));
    return { body, lengthHeader: false };
  }
  return ownFraming() === "blob"
    ? { body: new StreamBlob(size, open), lengthHeader: false }
    : { body: open(), lengthHeader: true };
}

function ownFraming(): Framing {
  return framing ??= framingOf(platform);
}

/** A Blob of a length that is told, whose bytes come from elsewhere. */
class StreamBlob extends Blob {
  readonly #size: number;
  readonly #open: () => ReadableStream<Bytes>;

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
      "the body of an upload is a stream, of which there are no slices",
    );
  }
}
