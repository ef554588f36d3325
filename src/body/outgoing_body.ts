import { detached } from "../errors/source_error.ts";
import { collectBytes } from "../source/collect_source.ts";
import type { SourceBytes } from "../source/source.ts";
import type { Bytes } from "../streams/bytes.ts";
import { MIN_CHUNK } from "../streams/chunk_size.ts";
import type { BodyOptions } from "./body_options.ts";
import { sendsStreams } from "./framing.ts";
import { StreamedBody } from "./streamed_body.ts";

/** The body of one request while it is sent. */
export type OutgoingBody = BufferedBody | StreamedBody;

/**
 * A body that the transport takes at once, so that it is neither counted nor
 * stopped.
 */
export interface BufferedBody {
  /** The body for `fetch`. */
  readonly body: Bytes | Blob;
  /** In bytes. */
  readonly size: number;
  /** Bytes that were passed to the transport, taken or not. */
  readonly passed: number;
  /** Discriminant. */
  readonly isStream: false;
}

/**
 * Prepares open bytes for sending.
 *
 * @param isRepeatable Whether the runtime may repeat the request by itself, as
 * Deno does with bytes if a kept connection died.
 * @throws {UploadError} `source` if the stated size is 0 but there are bytes.
 */
export function startBody(
  bytes: SourceBytes,
  isRepeatable: boolean,
  options: BodyOptions,
): OutgoingBody | Promise<OutgoingBody> {
  const { size, inMemory } = bytes;
  const { pace } = options;
  if (size === 0) return startEmptyBody(bytes, options);
  if (!sendsStreams()) {
    return inMemory === undefined
      ? collectBody(bytes, options)
      : bufferedBody(inMemory);
  }
  return inMemory instanceof Uint8Array && size <= MIN_CHUNK &&
      isRepeatable && (pace === undefined || pace.tryReserve(size))
    ? bufferedBody(inMemory)
    : new StreamedBody(bytes, options);
}

/**
 * Checks that the memory of a body was not transferred since it was prepared.
 *
 * @throws {UploadError} `source` if it was.
 */
export function assertNotDetached({ body, size }: OutgoingBody): void {
  if (body instanceof Uint8Array && body.byteLength !== size) throw detached();
}

function bufferedBody(given: Bytes | Blob): BufferedBody {
  // Without a Content-Type header, `fetch` sends the type of the Blob, so remove
  // it.
  const body = given instanceof Blob && given.type !== ""
    ? given.slice()
    : given;
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
 * reads the stream then, so check here that it is empty.
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
