import { kindOf } from "../errors/kind_of.ts";
import { UploadError } from "../errors/upload_error.ts";
import { Batch } from "./batch.ts";
import { type Bytes, isBytes, isDetached, toBytes } from "./bytes.ts";
import type { ChunkResult, ChunkSource } from "./chunk_source.ts";
import { quietly } from "./quietly.ts";
import { Turn } from "./turn.ts";

/** The hint for a source whose size differs from the stated one. */
const CORRECT_SIZE = "correct 'size'";
/**
 * The maximum number of microtasks to wait for the next chunk. A source with a
 * chunk ready needs 2 to 5.
 */
const MAX_TICKS = 16;

/**
 * The checked chunks of a source: only bytes, no empty chunk, and exactly as
 * many bytes as stated. It throws for a source that breaks these rules.
 *
 * Small chunks that are ready at once are joined. The next chunk is requested
 * ahead, so that none waits for the next one of a slow source.
 */
export class CheckedChunks {
  readonly #source: ChunkSource;
  readonly #size: number;
  readonly #turn = new Turn();
  /** A requested chunk that is not yet in a batch. */
  #requested: RequestedChunk | undefined;
  #passed = 0;
  #hasEnded = false;
  #isCancelled = false;

  /** @param size In bytes; -1 if unknown. */
  constructor(source: ChunkSource, size: number) {
    this.#source = source;
    this.#size = size;
  }

  /** Whether the source has ended correctly, and all its bytes were returned. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Whether no more chunks are needed. */
  get isCancelled(): boolean {
    return this.#isCancelled;
  }

  /** The next bytes; undefined at the end and after a cancel. */
  async next(): Promise<Bytes | undefined> {
    const batch = new Batch();
    while (!this.#hasEnded && !this.#isCancelled) {
      const turn = this.#turn.late();
      if (turn !== undefined) await turn;
      const requested = this.#requested ??= new RequestedChunk(
        this.#source.next(),
      );
      const isFirst = batch.isEmpty || this.#isComplete;
      if (isFirst) await requested.settled;
      else if (!await requested.isReady()) break;
      try {
        if (!this.#take(requested, batch)) break;
      } catch (thrown) {
        if (isFirst) throw thrown;
        // The bytes before the failure are returned first.
        break;
      }
    }
    return batch.bytes;
  }

  /** Stops the source without waiting for it: it may hang. */
  cancel(reason: unknown): void {
    if (this.#isCancelled) return;
    this.#isCancelled = true;
    this.#turn.stop();
    quietly(() => this.#source.cancel(reason));
  }

  /**
   * Whether all bytes were read. A server treats the body as complete once the
   * last bytes arrive, so hold them until the source ends.
   */
  get #isComplete(): boolean {
    return this.#passed === this.#size;
  }

  /**
   * Adds the requested chunk to a batch.
   *
   * @returns Whether the batch accepts more.
   */
  #take(requested: RequestedChunk, batch: Batch): boolean {
    const { done, value } = requested.result;
    if (done) {
      if (this.#passed < this.#size) throw tooFew(this.#passed, this.#size);
      this.#hasEnded = true;
      this.#turn.stop();
      return false;
    }
    const chunk = toChunk(value);
    const passed = this.#passed + chunk.byteLength;
    if (this.#size >= 0 && passed > this.#size) throw tooMany(this.#size);
    if (chunk.byteLength > 0) {
      if (!batch.fits(chunk)) return false;
      batch.add(chunk, this.#source.reusesMemory);
    }
    this.#requested = undefined;
    this.#passed = passed;
    return !batch.isFull || this.#isComplete;
  }
}

/** A chunk that was requested from a source. */
class RequestedChunk {
  /** Resolves when the chunk is ready, or the source has ended or failed. */
  readonly settled: Promise<void>;
  #isSettled = false;
  #result: ChunkResult = {};
  #failure: { readonly thrown: unknown } | undefined;

  constructor(result: Promise<ChunkResult>) {
    this.settled = result.then((result) => {
      this.#result = result;
      this.#isSettled = true;
    }, (thrown) => {
      this.#failure = { thrown };
      this.#isSettled = true;
    });
  }

  /**
   * The chunk, or the end of the source.
   *
   * @throws What the source failed with.
   */
  get result(): ChunkResult {
    if (this.#failure !== undefined) throw this.#failure.thrown;
    return this.#result;
  }

  /** Whether it is ready within a few microtasks. */
  async isReady(): Promise<boolean> {
    for (let tick = 0; tick < MAX_TICKS && !this.#isSettled; tick++) await null;
    return this.#isSettled;
  }
}

function toChunk(value: unknown): Uint8Array {
  if (!isBytes(value)) throw notBytes(value);
  if (isDetached(value)) {
    throw unreadable(
      "it yielded a chunk whose memory was transferred",
      "yield a copy",
    );
  }
  return value instanceof Uint8Array ? value : toBytes(value);
}

function notBytes(value: unknown): UploadError {
  return unreadable(
    `it yielded ${kindOf(value)} instead of bytes`,
    typeof value === "string"
      ? "encode text, such as with pipeThrough(new TextEncoderStream())"
      : "yield Uint8Arrays",
  );
}

function tooMany(size: number): UploadError {
  return unreadable(`it has more than the ${size} bytes stated`, CORRECT_SIZE);
}

function tooFew(passed: number, size: number): UploadError {
  return unreadable(`it ended after ${passed} of ${size} bytes`, CORRECT_SIZE);
}

function unreadable(state: string, hint: string): UploadError {
  return new UploadError("source", `Cannot read the source: ${state}`, {
    hint,
  });
}
