import type { UploadTotals } from "./all_events.ts";
import type { UploadEvent } from "./upload_event.ts";

/** Bytes of a body; -1 if it is not known how many there are. */
type Bytes = Pick<UploadEvent, "bytesTransferred" | "bytesEstimated">;

/** Totals without the rate. */
export type Sums = Omit<UploadTotals, "bytesPerSecond" | "secondsRemaining">;

/** The sums of what the newest events of several uploads show. */
export class Tally {
  #ended = 0;
  #failed = 0;
  /** Bytes of the uploads that have ended. */
  #endedTransferred = 0;
  #endedEstimated = 0;
  readonly #running = new Map<number, Bytes>();

  /** Counts an event in place of the one before it of the same upload. */
  add(index: number, event: UploadEvent): void {
    const { bytesTransferred, bytesEstimated } = event;
    if (event.phase !== "ended") {
      this.#running.set(index, { bytesTransferred, bytesEstimated });
      return;
    }
    this.#running.delete(index);
    this.#ended++;
    if (!event.ok) this.#failed++;
    this.#endedTransferred += bytesTransferred;
    this.#endedEstimated += bytesEstimated < 0
      ? bytesTransferred
      : bytesEstimated;
  }

  /** @param files How many uploads there are; -1 if unknown. */
  sums(files: number): Sums {
    let bytesTransferred = this.#endedTransferred;
    let bytesEstimated = this.#endedEstimated;
    let isKnown = this.#ended + this.#running.size === files;
    for (const running of this.#running.values()) {
      bytesTransferred += running.bytesTransferred;
      bytesEstimated += running.bytesEstimated;
      isKnown &&= running.bytesEstimated >= 0;
    }
    return {
      files,
      ended: this.#ended,
      failed: this.#failed,
      bytesTransferred,
      bytesEstimated: isKnown ? bytesEstimated : -1,
    };
  }

  /** Bytes that failed uploads did not send, and never will. */
  get bytesGivenUp(): number {
    return this.#endedEstimated - this.#endedTransferred;
  }
}
