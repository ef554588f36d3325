import type { Bytes } from "./bytes.ts";

/** What `fetch` is given for a body of a known length. */
export interface SizedBody {
  readonly body: BodyInit;
  /** Whether the Content-Length has to be set as a header besides. */
  readonly lengthHeader: boolean;
}

/**
 * How a runtime's `fetch` sends a stream with a Content-Length, which the fetch standard has no
 * way to say: workerd through its `FixedLengthStream`; Deno and Node through a Blob that tells a
 * size and gives a stream of its own; Bun through the header, which it leaves alone; and
 * browsers not at all.
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

/**
 * A stream of a known length as what this runtime's `fetch` sends with a Content-Length;
 * undefined where it has no way to.
 */
export function sizedBody(
  stream: ReadableStream<Bytes>,
  size: number,
): SizedBody | undefined {
  switch (framing ??= framingOf(platform)) {
    case "fixed-length-stream":
      return fixedLengthBody(stream, size, platform.FixedLengthStream);
    case "blob":
      return {
        body: new StreamBlob(size, () => stream),
        lengthHeader: false,
      };
    case "header":
      return { body: stream, lengthHeader: true };
    case "none":
      return undefined;
  }
}

function fixedLengthBody(
  stream: ReadableStream<Bytes>,
  size: number,
  FixedLengthStream: FixedLengthStreamConstructor | undefined,
): SizedBody | undefined {
  if (FixedLengthStream === undefined) return undefined;
  const body = stream.pipeThrough(new FixedLengthStream(size));
  return { body, lengthHeader: false };
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
}
