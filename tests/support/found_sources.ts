import { openSource } from "../../src/source/open_source.ts";
import type { OpenSource } from "../../src/source/source.ts";
import type {
  CheckedSourceFunction,
  ReturnedSource,
  SourceRange,
} from "../../src/source/upload_source.ts";

export const HELLO = new TextEncoder().encode("hello");

/** A stream, and what it was cancelled with. */
export class Watched {
  readonly reasons: unknown[] = [];
  readonly source: ReadableStream<Uint8Array>;

  constructor(...chunks: Uint8Array[]) {
    this.source = new ReadableStream<Uint8Array>({
      pull(controller) {
        const chunk = chunks.shift();
        if (chunk === undefined) controller.close();
        else controller.enqueue(chunk);
      },
      cancel: (reason) => void this.reasons.push(reason),
    }, { highWaterMark: 0 });
  }
}

/** Opens a function that finds sources, of a stated size or none. */
export async function openFunction(
  find: (range: SourceRange) => ReturnedSource | Promise<ReturnedSource>,
  size?: number,
  signal: AbortSignal = new AbortController().signal,
): Promise<OpenSource> {
  const source: CheckedSourceFunction = (range) => Promise.resolve(find(range));
  return await openSource({ source, size, baseDirectory: undefined }, signal);
}

/** Finds a range of {@linkcode HELLO}. */
export function slice({ start, end }: SourceRange): ReturnedSource {
  const source = HELLO.slice(start, end);
  return { source, size: source.byteLength };
}
