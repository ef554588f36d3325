import type { Bytes } from "../streams/bytes.ts";
import { bodyStreams, teeByOpening } from "./body_streams.ts";
import { StreamBlob } from "./stream_blob.ts";

/** A stream in the form in which `fetch` sends it. */
export interface StreamBody {
  /**
   * The body. Read this property for each call of `fetch`: it returns a new body
   * once a stream was used.
   */
  readonly body: BodyInit;
  /** Whether the Content-Length must be set as a header. */
  readonly lengthHeader: boolean;
}

/**
 * How a runtime's `fetch` sends a stream with a Content-Length. The fetch
 * standard defines no way to do so:
 * - workerd has a `FixedLengthStream`,
 * - Node and Bun keep the header,
 * - Deno reads a Blob subclass that reports a size and has its own `stream()`,
 * - browsers cannot, and send no stream over HTTP/1 either.
 */
type Framing = "fixed-length-stream" | "blob" | "header" | "none";

/** The globals of a runtime that show its framing. */
export interface Platform {
  readonly FixedLengthStream?: FixedLengthStreamConstructor;
  readonly Request: typeof Request;
}

type FixedLengthStreamConstructor = new (
  size: number,
) => TransformStream<Bytes, Bytes>;

const URL_OF_PROBES = "http://localhost/";

/** Detects the framing of a runtime by feature, not by name. */
export function framingOf(
  { FixedLengthStream, Request }: Platform,
): Framing {
  if (FixedLengthStream !== undefined) return "fixed-length-stream";
  const request = new Request(URL_OF_PROBES, {
    method: "POST",
    headers: { "content-length": "1" },
  });
  if (!request.headers.has("content-length")) return "none";
  // Deno keeps the header, but sends the stream chunked. Only Deno has no
  // `duplex` in requests, and reads a Blob with its `stream()`. Other runtimes
  // send the content of the Blob, which is empty.
  if ("duplex" in request) return "header";
  const stream = new ReadableStream<Bytes>();
  const body = new StreamBlob(1, () => stream);
  return new Request(URL_OF_PROBES, { method: "POST", body }).body === stream
    ? "blob"
    : "header";
}

/**
 * Whether a runtime copies a body with the `tee` of its stream. Node up to 24
 * copies each body that it sends.
 */
export function copiesByTee({ Request }: Pick<Platform, "Request">): boolean {
  let isTeed = false;
  const body = new ReadableStream<Bytes>();
  body.tee = () => {
    isTeed = true;
    return [new ReadableStream<Bytes>(), new ReadableStream<Bytes>()];
  };
  const init: RequestInit & { duplex: "half" } = {
    method: "POST",
    body,
    duplex: "half",
  };
  new Request(URL_OF_PROBES, init).clone();
  return isTeed;
}

const platform: Platform = globalThis;
let framing: Framing | undefined;
let copies: boolean | undefined;

/**
 * Whether this runtime's `fetch` sends streams. Otherwise a body must be complete
 * before it is sent.
 */
export function sendsStreams(): boolean {
  return ownFraming() !== "none";
}

/**
 * Converts a stream to the form in which this runtime's `fetch` sends it: with a
 * Content-Length if the size is known, otherwise chunked.
 *
 * @param open Opens the bytes. Called again if a wrapper of `fetch` resends them
 * or reads a copy; throws if they cannot be opened again.
 * @param size The length in bytes; -1 if unknown.
 * @param keepsCopies Whether the body can be copied even if the bytes open only
 * once. The runtime then keeps in memory what a copy has not read yet: in Node
 * up to 24, the whole body.
 */
export function streamBody(
  open: () => ReadableStream<Bytes>,
  size: number,
  keepsCopies = false,
): StreamBody {
  const { FixedLengthStream } = platform;
  const isSized = size >= 0;
  const next = bodyStreams(open, (stream) => {
    if (isSized && FixedLengthStream !== undefined) {
      return stream.pipeThrough(new FixedLengthStream(size));
    }
    return keepsCopies || !ownCopies() ? stream : teeByOpening(stream, open);
  });
  if (isSized && ownFraming() === "blob") {
    const body = new StreamBlob(size, next);
    return { body, lengthHeader: false };
  }
  return {
    get body() {
      return next();
    },
    lengthHeader: isSized && ownFraming() === "header",
  };
}

function ownFraming(): Framing {
  return framing ??= framingOf(platform);
}

/** Tests on demand: workerd warns about a copy that is not read. */
function ownCopies(): boolean {
  return copies ??= ownFraming() === "header" && copiesByTee(platform);
}
