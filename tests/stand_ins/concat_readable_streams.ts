// Stands in for @std/streams/concat-readable-streams.

/** One stream after the other. */
export function concatReadableStreams<Chunk>(
  ...streams: ReadableStream<Chunk>[]
): ReadableStream<Chunk> {
  const { readable, writable } = new TransformStream<Chunk, Chunk>();
  (async () => {
    for (const stream of streams) {
      await stream.pipeTo(writable, { preventClose: true });
    }
    await writable.close();
  })().catch((error) =>
    Promise.allSettled(streams.map((stream) => stream.cancel(error)))
  );
  return readable;
}
