import type { Bytes } from "./bytes.ts";
import type { Pace } from "./pace.ts";

/**
 * Saved at import, so that a program with fake timers does not stop its uploads.
 */
const { setTimeout, clearTimeout } = globalThis;

/** A stream that keeps to a pace: it yields small pieces, each at its time. */
export class PacedStream {
  readonly stream: ReadableStream<Bytes>;
  readonly #pace: Pace;
  readonly #reader: ReadableStreamDefaultReader<Bytes>;
  /** What is left of the last chunk. */
  #rest: Bytes | undefined;
  /** Ends the wait for the time of a piece. */
  #endWait: (() => void) | undefined;
  #isCancelled = false;

  constructor(stream: ReadableStream<Bytes>, pace: Pace) {
    this.#pace = pace;
    this.#reader = stream.getReader();
    this.stream = new ReadableStream<Bytes>({
      pull: async (controller) => {
        const piece = await this.#next();
        if (this.#isCancelled) return;
        if (piece === undefined) controller.close();
        else controller.enqueue(piece);
      },
      cancel: (reason) => {
        this.#isCancelled = true;
        this.#endWait?.();
        return this.#reader.cancel(reason);
      },
    }, { highWaterMark: 0 });
  }

  /** Whether a piece waits for its time. */
  get isWaiting(): boolean {
    return this.#endWait !== undefined;
  }

  /** The next piece, at its time; undefined at the end. */
  async #next(): Promise<Bytes | undefined> {
    const chunk = this.#rest ?? (await this.#reader.read()).value;
    if (chunk === undefined || this.#isCancelled) return undefined;
    const { pieceSize } = this.#pace;
    const isPiece = chunk.byteLength <= pieceSize;
    // A consumer may transfer or free the memory of a piece, so copy it.
    const piece = isPiece ? chunk : chunk.slice(0, pieceSize);
    this.#rest = isPiece ? undefined : chunk.subarray(pieceSize);
    const ms = this.#pace.reserve(piece.byteLength);
    if (ms > 0) await this.#wait(ms);
    return piece;
  }

  async #wait(ms: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((resolve) => {
      this.#endWait = resolve;
      timer = setTimeout(resolve, Math.ceil(ms));
    });
    clearTimeout(timer);
    this.#endWait = undefined;
  }
}
