import type { UploadEvent } from "./upload_event.ts";

/** Bytes of a body; -1 if it is not known how many there are. */
interface Bytes {
  readonly bytesTransferred: number;
  readonly bytesEstimated: number;
}

/** The sums of what the newest events of several uploads show. */
export class Tally {
  /** How many uploads have ended. */
  ended = 0;
  /** How many of these were refused by the server, failed or were cancelled. */
  failed = 0;
  /** Of those that have ended. */
  readonly #ended = { bytesTransferred: 0, bytesEstimated: 0 };
  readonly #running = new Map<number, Bytes>();

  /** Counts an event in place of the one before it of the same upload. */
  add(index: number, event: UploadEvent): void {
    const { bytesTransferred, bytesEstimated } = event;
    if (event.phase !== "ended") {
      this.#running.set(index, { bytesTransferred, bytesEstimated });
      return;
    }
    this.#running.delete(index);
    this.ended++;
    if (!event.ok) this.failed++;
    this.#ended.bytesTransferred += bytesTransferred;
    this.#ended.bytesEstimated += bytesEstimated < 0
      ? bytesTransferred
      : bytesEstimated;
  }

  /** Bytes that the transports have taken. */
  get bytesTransferred(): number {
    let sum = this.#ended.bytesTransferred;
    for (const { bytesTransferred } of this.#running.values()) {
      sum += bytesTransferred;
    }
    return sum;
  }

  /**
   * Bytes of all bodies; -1 while those of any are unknown.
   *
   * @param files How many uploads there are; -1 if unknown.
   */
  bytesEstimated(files: number): number {
    if (this.ended + this.#running.size !== files) return -1;
    let sum = this.#ended.bytesEstimated;
    for (const { bytesEstimated } of this.#running.values()) {
      if (bytesEstimated < 0) return -1;
      sum += bytesEstimated;
    }
    return sum;
  }

  /**
   * Bytes that running uploads have yet to send, if all of them are known. What
   * a failed upload did not send is not among them.
   */
  get bytesLeft(): number {
    let sum = 0;
    for (const { bytesTransferred, bytesEstimated } of this.#running.values()) {
      sum += bytesEstimated - bytesTransferred;
    }
    return sum;
  }
}
