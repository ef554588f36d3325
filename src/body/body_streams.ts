import type { Bytes } from "../streams/bytes.ts";
import { joinedStream } from "../streams/joined_stream.ts";
import { isDisturbed } from "../streams/readable_stream.ts";

/**
 * The streams of one body. `fetch` reads one, and a wrapper of `fetch` that
 * resends a request reads another.
 *
 * @param open Opens the bytes of each stream; throws if they cannot be opened
 * again.
 * @param wrap Converts each stream.
 * @returns Returns the same stream until it is used, then a new one.
 */
export function bodyStreams(
  open: () => ReadableStream<Bytes>,
  wrap: (stream: ReadableStream<Bytes>) => ReadableStream<Bytes>,
): () => ReadableStream<Bytes> {
  let last: ReadableStream<Bytes> | undefined;
  return () => {
    if (last !== undefined && !isDisturbed(last)) return last;
    return last = wrap(last === undefined ? open() : lazyStream(open));
  };
}

/**
 * Replaces the `tee` of a stream by one that keeps nothing in memory. One branch
 * is the stream itself, and the other one opens the bytes again.
 */
export function teeByOpening(
  stream: ReadableStream<Bytes>,
  open: () => ReadableStream<Bytes>,
): ReadableStream<Bytes> {
  stream.tee = () => [
    lazyStream(() => isDisturbed(stream) ? open() : stream),
    stream,
  ];
  return stream;
}

/** A stream whose bytes are opened when it is first read. */
function lazyStream(open: () => ReadableStream<Bytes>): ReadableStream<Bytes> {
  return joinedStream([open]);
}
