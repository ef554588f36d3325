import { ByteCounterStream } from "../streams/byte_counter_stream.ts";
import { type Bytes, free } from "../streams/bytes.ts";
import { SMALLEST_CHUNK } from "../streams/chunk_size.ts";
import { toStreamReason } from "../errors/cause.ts";
import { isUploadError, type UploadError } from "../errors/upload_error.ts";
import { sendsStreams, streamBody } from "./framing.ts";
import { detached } from "../errors/source_error.ts";
import type { OpenSource } from "../source/open_source.ts";

/** The body of one request, on its way. */
export type OutgoingBody = WholeBody | StreamedBody;

/** What each kind of body tells. */
interface BodyBase {
  /** What `fetch` is given. */
  readonly body: BodyInit;
  /** Its length in bytes; -1 where it is not known. */
  readonly size: number;
  /** Bytes handed to the transport, taken or not. */
  readonly handed: number;
}

/** A body that the transport takes at once: there is nothing to count and nothing to stop. */
export interface WholeBody extends BodyBase {
  /** Whether it goes out piece by piece. */
  readonly isStream: false;
}

/** A body that goes out piece by piece. */
export interface StreamedBody extends BodyBase {
  /** Whether it goes out piece by piece. */
  readonly isStream: true;
  /** The Content-Length, where it has to be set as a header. */
  readonly lengthHeader: number | undefined;
  /** Whether all of it was handed over, once that is settled; it never rejects. */
  readonly whole: Promise<boolean>;
  /** Stops what is still on its way, and waits until the source is closed. */
  release(): Promise<void>;
}

/** What the rest of a body is cancelled with that nobody wants any more. */
const RELEASED = new DOMException("the upload has ended", "AbortError");

/** Told how a body goes, and what may become of its chunks. */
export interface BodyObserver {
  /** Whether the memory of chunks that are nobody else's is freed once they are taken. */
  readonly freesChunks: boolean;
  /** The bytes that the transport has taken, each time it asks for more. */
  onTaken(total: number): void;
  /** Bytes were taken from the source, but not yet by the transport. */
  onCollected(): void;
  /** The source has failed. */
  onFailure(failure: UploadError): void;
}

/**
 * Starts a source on its way to the transport.
 *
 * @param signal Stops it.
 * @throws {UploadError} `source` if there are bytes in what is said to be empty.
 */
export async function startBody(
  source: OpenSource,
  signal: AbortSignal,
  observer: BodyObserver,
): Promise<OutgoingBody> {
  // Nothing of it is sent, so nobody else would look.
  if (source.size === 0) {
    await source.stream.pipeTo(new WritableStream(), { signal });
  }
  const small = smallBody(source);
  if (small !== undefined) return startWholeBody(small);
  if (!sendsStreams()) {
    return startWholeBody(
      source.whole ?? await collect(source, signal, observer),
    );
  }

  const frees = source.ownsChunks && observer.freesChunks;
  const counter = new ByteCounterStream((total, chunk) => {
    if (frees && chunk !== undefined) free(chunk);
    observer.onTaken(total);
  });
  const { body, lengthHeader } = streamBody(counter.readable, source.size);
  const hasAll = () => counter.handed === source.size;
  let settled = false;
  // Not `pipeThrough`: the promise of the pipe knows the source's own error, where `fetch` keeps
  // no more than its message, and it settles when the source is closed.
  const whole = source.stream.pipeTo(counter.writable).then(
    () => hasAll() || source.size < 0 && !counter.cancelled,
    (thrown) => {
      if (isUploadError(thrown) && !signal.aborted) {
        observer.onFailure(thrown);
      }
      return hasAll();
    },
  ).finally(() => {
    settled = true;
  });
  return {
    body,
    lengthHeader: lengthHeader ? source.size : undefined,
    size: source.size,
    get handed() {
      return counter.handed;
    },
    isStream: true,
    whole,
    release: async () => {
      // Not through a signal of the pipe: that waits until the consumer asks, which may be never.
      if (!settled) {
        await counter.stop(toStreamReason(signal.reason ?? RELEASED));
      }
      await whole;
    },
  };
}

/** What is to be handed over at once. An empty body has to be, for Deno sends a stream of no bytes chunked. */
function smallBody({ size, whole }: OpenSource): Bytes | undefined {
  if (size === 0) return new Uint8Array();
  // Of another length it was detached: the stream then says so.
  return whole instanceof Uint8Array && whole.byteLength === size &&
      size <= SMALLEST_CHUNK
    ? whole
    : undefined;
}

/** All that a source gives. */
async function collect(
  { stream }: OpenSource,
  signal: AbortSignal,
  observer: BodyObserver,
): Promise<Blob> {
  const chunks: Bytes[] = [];
  const collector = new WritableStream<Bytes>({
    write(chunk) {
      observer.onCollected();
      chunks.push(chunk);
    },
  });
  await stream.pipeTo(collector, { signal });
  return new Blob(chunks);
}

/** Hands all of a body over. */
export function startWholeBody(body: Bytes | Blob): WholeBody {
  const size = body instanceof Blob ? body.size : body.byteLength;
  return { body, size, handed: size, isStream: false };
}

/** @throws {UploadError} `source` if the memory of a body is no longer what it was when it was started. */
export function checkKept({ body, size }: OutgoingBody): void {
  if (body instanceof Uint8Array && body.byteLength !== size) throw detached();
}
