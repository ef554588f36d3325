import { detached } from "../errors/source_error.ts";
import { collectBytes } from "../source/collect_source.ts";
import type { SourceBytes } from "../source/source.ts";
import type { Bytes } from "../streams/bytes.ts";
import { MIN_CHUNK } from "../streams/chunk_size.ts";
import type { Pace } from "../streams/pace.ts";
import type { BodyOptions } from "./body_options.ts";
import { sendsStreams } from "./framing.ts";
import { StreamedBody } from "./streamed_body.ts";

/** The body of one request, on its way. */
export type OutgoingBody = BufferedBody | StreamedBody;

/**
 * A body that the transport takes at once: it is neither counted nor stopped.
 */
interface BufferedBody {
  /** What `fetch` is given. */
  readonly body: Bytes | Blob;
  /** In bytes. */
  readonly size: number;
  /** Bytes that the transport was given, taken or not. */
  readonly passed: number;
  /** Discriminant. */
  readonly isStream: false;
}

/**
 * Starts to send bytes.
 *
 * @param bytes The bytes, open.
 * @param isRepeatable Whether the runtime may repeat the request by itself, as
 * Deno does with bytes on a connection that died.
 * @param pace Limits the rate.
 * @param options Makes what a body needs that is not taken at once.
 * @throws {UploadError} `source` if there are bytes in what is said to be empty.
 */
export function startBody(
  bytes: SourceBytes,
  isRepeatable: boolean,
  pace: Pace | undefined,
  options: () => BodyOptions,
): OutgoingBody | Promise<OutgoingBody> {
  const { size, inMemory } = bytes;
  if (size === 0) return startEmptyBody(bytes, options());
  if (!sendsStreams()) {
    return inMemory === undefined
      ? collectBody(bytes, options())
      : bufferedBody(inMemory);
  }
  return inMemory instanceof Uint8Array && size <= MIN_CHUNK &&
      isRepeatable && (pace === undefined || pace.tryReserve(size))
    ? bufferedBody(inMemory)
    : new StreamedBody(bytes, options());
}

/**
 * @throws {UploadError} `source` if the memory of a body is no longer what it
 * was when it was started.
 */
export function assertNotDetached({ body, size }: OutgoingBody): void {
  if (body instanceof Uint8Array && body.byteLength !== size) throw detached();
}

function bufferedBody(given: Bytes | Blob): BufferedBody {
  // If no header states a type, `fetch` sends that of the Blob, so remove it.
  const body = given instanceof Blob ? given.slice() : given;
  const size = body instanceof Blob ? body.size : body.byteLength;
  return { body, size, passed: size, isStream: false };
}

async function collectBody(
  bytes: SourceBytes,
  { signal, count }: BodyOptions,
): Promise<BufferedBody> {
  return bufferedBody(await collectBytes(bytes, signal, count));
}

/**
 * Deno sends an empty stream chunked, so send empty bytes instead. Nothing else
 * then reads the stream to check that it is empty.
 */
async function startEmptyBody(
  { inMemory, stream }: SourceBytes,
  { signal }: BodyOptions,
): Promise<BufferedBody> {
  if (inMemory === undefined) {
    await stream.pipeTo(new WritableStream(), { signal });
  }
  return bufferedBody(new Uint8Array());
}
