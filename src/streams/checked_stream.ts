import { type Bytes, isDetached, toBytes } from "./bytes.ts";
import { kindOf } from "../errors/kind_of.ts";
import { MAX_CHUNK } from "./chunk_size.ts";
import { UploadError } from "../errors/upload_error.ts";
import { toSourceError } from "../errors/source_error.ts";

/** Where chunks come from, in the one form that streams and iterables share. */
interface Chunks {
  next(): Promise<{ done?: boolean; value?: unknown }>;
  cancel(reason: unknown): unknown;
}

/**
 * The bytes of a caller's stream or iterable as a transport can trust them: nothing but bytes,
 * no empty chunk (which ends a body in some transports), none above 1 MiB, and exactly `size`
 * of them where that is known. What breaks a rule is not handed on: the stream fails before it.
 *
 * A caller's source may hang. So it is told to stop when the stream is cancelled, but not waited for.
 */
export function checkedStream(
  source: ReadableStream<unknown> | AsyncIterable<unknown>,
  size: number,
): ReadableStream<Bytes> {
  const chunks = chunksOf(source);
  let passed = 0;
  let cancelled = false;
  return new ReadableStream<Bytes>({
    async pull(controller) {
      try {
        const chunk = await nextOf(chunks, () => cancelled);
        if (cancelled) return;
        passed += chunk?.byteLength ?? 0;
        checkLength(passed, size, chunk === undefined);
        if (chunk === undefined) return controller.close();
        const isLast = passed === size;
        // Once it has the last bytes a server takes the body for whole: they wait for the source's own end.
        if (isLast) {
          const rest = await nextOf(chunks, () => cancelled);
          if (cancelled) return;
          checkLength(passed + (rest?.byteLength ?? 0), size, true);
        }
        for (let at = 0; at < chunk.byteLength; at += MAX_CHUNK) {
          controller.enqueue(chunk.subarray(at, at + MAX_CHUNK));
        }
        if (isLast) controller.close();
      } catch (thrown) {
        stop(chunks, thrown);
        throw toSourceError(thrown);
      }
    },
    cancel(reason) {
      cancelled = true;
      stop(chunks, reason);
    },
  }, { highWaterMark: 0 });
}

function chunksOf(
  source: ReadableStream<unknown> | AsyncIterable<unknown>,
): Chunks {
  try {
    if (source instanceof ReadableStream) {
      const reader = source.getReader();
      return {
        next: () => reader.read(),
        cancel: (reason) => reader.cancel(reason),
      };
    }
    const iterator = source[Symbol.asyncIterator]();
    return {
      // A generator may read into the same memory again, while chunks are still on their way.
      next: async () => copied(await iterator.next()),
      cancel: () => iterator.return?.(),
    };
  } catch (thrown) {
    throw toSourceError(thrown);
  }
}

function copied(
  result: IteratorResult<unknown, unknown>,
): { done?: boolean; value?: unknown } {
  const { done = false, value } = result;
  return value instanceof Uint8Array && !isDetached(value)
    ? { done, value: new Uint8Array(value) }
    : { done, value };
}

/** The next chunk that is not empty; undefined at the end, and once nobody wants it. */
async function nextOf(
  chunks: Chunks,
  isCancelled: () => boolean,
): Promise<Bytes | undefined> {
  while (!isCancelled()) {
    const { done, value } = await chunks.next();
    if (done) return undefined;
    if (!(value instanceof Uint8Array)) {
      throw new UploadError(
        "source",
        `the source gave ${
          kindOf(value)
        } where it should give Uint8Arrays: encode it first`,
      );
    }
    if (value.byteLength > 0) return toBytes(value);
    if (isDetached(value)) {
      throw new UploadError(
        "source",
        "the source gave a chunk whose memory was transferred: give a copy",
      );
    }
    // A source of nothing but empty chunks must not starve timers, or it could not be cancelled.
    await new Promise((resolve) => setTimeout(resolve));
  }
  return undefined;
}

function checkLength(passed: number, size: number, atEnd: boolean): void {
  if (size < 0 || passed === size || (passed < size && !atEnd)) return;
  throw new UploadError(
    "source",
    passed > size
      ? `the source has more than the ${size} bytes that it should have: correct 'params.size'`
      : `the source ended after ${passed} of ${size} bytes: correct 'params.size'`,
  );
}

async function stop(chunks: Chunks, reason: unknown): Promise<void> {
  try {
    await chunks.cancel(reason);
  } catch {
    // It failed to stop: there is nothing left to do with it.
  }
}
