import type { Chunk } from "../resumable/chunk.ts";

/** A part of an object, which can be sent more than once. */
export interface Part extends Chunk {
  /** From 1 on. */
  readonly number: number;
}

/** The parts of a source. */
export interface Parts {
  /** Whether there is only one. */
  isSingle(): boolean | Promise<boolean>;
  /** Returns the next part that is not stored; undefined after the last one. */
  next(): Promise<Part | undefined>;
  /** Releases the memory of a part that is stored. */
  release(part: Part): void;
}
