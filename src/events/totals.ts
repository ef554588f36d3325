import type { UploadTotals } from "./all_events.ts";
import type { UploadEndedEvent } from "./ended_event.ts";
import { Rate } from "./rate.ts";
import { type Sums, Tally } from "./tally.ts";
import type { UploadEvent } from "./upload_event.ts";

/** The totals of several uploads, as their events show them and at their end. */
export class Totals {
  /** How many uploads there are; -1 if unknown. */
  files: number;
  readonly #shown = new Tally();
  readonly #ended = new Tally();
  readonly #rate = new Rate();
  readonly #startMs = performance.now();
  #taken = 0;

  /** @param files How many uploads there are; -1 if unknown. */
  constructor(files: number) {
    this.files = files;
  }

  /** Records that a transport took bytes. */
  took(bytes: number): void {
    if (bytes === 0) return;
    this.#taken += bytes;
    this.#rate.took(bytes);
  }

  /** Records the last event of an upload, whether or not it is ever shown. */
  ended(index: number, event: UploadEndedEvent): void {
    this.#ended.add(index, event);
  }

  /** The totals as they are with an event, which is shown now. */
  shown(index: number, event: UploadEvent): UploadTotals {
    this.#shown.add(index, event);
    const sums = this.#shown.sums(this.files);
    return {
      ...sums,
      bytesPerSecond: this.#rate.bytesPerSecond(),
      secondsRemaining: this.#secondsFor(sums),
    };
  }

  /** The totals when nothing runs any more. */
  final(): UploadTotals {
    const sums = this.#ended.sums(this.files);
    const elapsed = performance.now() - this.#startMs;
    return {
      ...sums,
      bytesPerSecond: this.#taken > 0 && elapsed > 0
        ? Math.round(this.#taken / elapsed * 1000)
        : -1,
      secondsRemaining: sums.ended === sums.files ? 0 : -1,
    };
  }

  #secondsFor({ ended, files, ...bytes }: Sums): number {
    if (ended === files) return 0;
    if (bytes.bytesEstimated < 0) return -1;
    const unsent = bytes.bytesEstimated - bytes.bytesTransferred;
    return this.#rate.secondsFor(unsent - this.#shown.bytesGivenUp);
  }
}
