import { fstatSync, readSync } from "node:fs";
import { type FoundFile, STDIN_NAME } from "./found_file.ts";

const STDIN = 0;
/** How much of the start is compared, and read at once. */
const CHUNK = 64 * 1024;

/**
 * Standard input. If it is a regular file, its length is known, and if its
 * position is known too, it can be sent again.
 */
export function findStdin(): FoundFile {
  const found = { name: "-", base: STDIN_NAME, isStdin: true };
  const size = regularSize();
  if (size === undefined) {
    return { ...found, source: Deno.stdin.readable, size: -1 };
  }
  const position = positionInSystem();
  if (position !== undefined) {
    return {
      ...found,
      source: ({ start, end = Infinity }) =>
        readFrom(position + start, Math.min(position + end, size)),
      size: Math.max(size - position, 0),
    };
  }
  return { ...found, ...readOnce(size) };
}

/** The length of the file that standard input is; undefined if it is none. */
function regularSize(): number | undefined {
  try {
    const stat = fstatSync(STDIN);
    // Files of the system, such as those in /proc, have a length of 0.
    return stat.isFile() && stat.size > 0 ? stat.size : undefined;
  } catch {
    return undefined;
  }
}

/**
 * How much of the file was read before, by another program; undefined if the
 * system does not say. Linux does, to programs that may read everything.
 */
function positionInSystem(): number | undefined {
  const path = `/proc/self/fdinfo/${STDIN}`;
  const { state } = Deno.permissions.querySync({ name: "read", path });
  if (state !== "granted") return undefined;
  try {
    const [, position] = /^pos:\s*(\d+)$/m.exec(Deno.readTextFileSync(path)) ??
      [];
    return position === undefined ? undefined : Number(position);
  } catch {
    return undefined;
  }
}

/**
 * Reads the file to its end, once. Its length is known if it begins as what is
 * left to read does. Otherwise another program has read its start.
 */
function readOnce(fileSize: number): Pick<FoundFile, "source" | "size"> {
  const read = (position: number | null) => {
    const chunk = new Uint8Array(CHUNK);
    const count = readSync(STDIN, chunk, 0, CHUNK, position);
    return chunk.subarray(0, count);
  };
  const start = read(0);
  const next = read(null);
  const isStart = start.byteLength === next.byteLength &&
    start.every((byte, at) => byte === next[at]);
  return {
    source: joined(next, Deno.stdin.readable),
    size: isStart ? fileSize : -1,
  };
}

/** A chunk, and the stream after it. */
function joined(
  chunk: Uint8Array,
  rest: ReadableStream<Uint8Array>,
): ReadableStream<Uint8Array> {
  return rest.pipeThrough(
    new TransformStream({ start: (controller) => controller.enqueue(chunk) }),
  );
}

/** The bytes from one position of the file to another. */
function readFrom(start: number, end: number): ReadableStream<Uint8Array> {
  let at = start;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      const chunk = new Uint8Array(Math.min(CHUNK * 4, Math.max(end - at, 0)));
      const count = chunk.byteLength === 0
        ? 0
        : readSync(STDIN, chunk, 0, chunk.byteLength, at);
      if (count === 0) return controller.close();
      at += count;
      controller.enqueue(chunk.subarray(0, count));
    },
  }, { highWaterMark: 0 });
}
