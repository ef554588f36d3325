import type { UploadAllEvent } from "../events/all_events.ts";
import type { PlannedUpload } from "./plan.ts";

/** What is known of an upload that runs. */
export interface RunningFile {
  readonly name: string;
  readonly bytesTransferred: number;
  /** -1 if unknown. */
  readonly bytesEstimated: number;
  /** -1 if unknown. */
  readonly bytesPerSecond: number;
  /** -1 if unknown. */
  readonly secondsRemaining: number;
  /** The wait for another attempt. */
  readonly retry: Retry | undefined;
}

/** A wait for another attempt. */
export interface Retry {
  /** When it ends, in ms of the clock of the events. */
  readonly at: number;
  /** The status that led to it; undefined after an error. */
  readonly status: number | undefined;
}

/** What a screen shows of all uploads, kept up to date by their events. */
export class Board {
  readonly #planned: readonly PlannedUpload[];
  readonly #sizes: number[];
  readonly #sent: number[];
  readonly #running = new Map<number, RunningFile>();
  #ended = 0;
  #done = 0;
  #failed = 0;
  #bytesTransferred = 0;
  #bytesEstimated = 0;
  #unknown = 0;
  #bytesPerSecond = -1;

  constructor(planned: readonly PlannedUpload[]) {
    this.#planned = planned;
    this.#sizes = planned.map(({ size }) => size);
    this.#sent = planned.map(() => 0);
    for (const size of this.#sizes) this.#count(size, 1);
  }

  /** How many uploads there are. */
  get files(): number {
    return this.#planned.length;
  }

  /** How many have ended. */
  get ended(): number {
    return this.#ended;
  }

  /** How many of these were accepted by the server. */
  get done(): number {
    return this.#done;
  }

  /** How many of these were refused or have failed; not the cancelled ones. */
  get failed(): number {
    return this.#failed;
  }

  /** Those that run, in the order of the command line. */
  get running(): readonly RunningFile[] {
    return [...this.#running].toSorted(([one], [other]) => one - other)
      .map(([, file]) => file);
  }

  get bytesTransferred(): number {
    return this.#bytesTransferred;
  }

  /** Bytes of all; -1 while those of any are unknown. */
  get bytesEstimated(): number {
    return this.#unknown > 0 ? -1 : this.#bytesEstimated;
  }

  /** The rate of all together; -1 if unknown. */
  get bytesPerSecond(): number {
    return this.#bytesPerSecond;
  }

  /** The time left of all in seconds; -1 if unknown. */
  get secondsRemaining(): number {
    const left = this.bytesEstimated - this.bytesTransferred;
    return left < 0 || this.#bytesPerSecond < 1
      ? -1
      : left / this.#bytesPerSecond;
  }

  /** The name of an upload as it was given. */
  nameOf(index: number): string {
    return this.#planned[index]?.name ?? "";
  }

  /** The name of an upload beside its bar. */
  labelOf(index: number): string {
    return this.#planned[index]?.label ?? "";
  }

  /** Takes an event in. */
  apply(event: UploadAllEvent, now: number): void {
    const { index, totals } = event;
    this.#bytesPerSecond = totals.bytesPerSecond;
    this.#resize(event);
    if (event.phase === "ended") {
      this.#running.delete(index);
      this.#ended++;
      if (event.ok) this.#done++;
      else if (event.error?.code !== "cancelled") this.#failed++;
      return;
    }
    const { bytesTransferred, bytesEstimated } = event;
    const { bytesPerSecond, secondsRemaining } = event.phase === "progress"
      ? event
      : { bytesPerSecond: -1, secondsRemaining: -1 };
    const retry = event.phase === "retrying"
      ? { at: now + event.delay, status: event.status }
      : undefined;
    this.#running.set(index, {
      name: this.labelOf(index),
      bytesTransferred,
      bytesEstimated,
      bytesPerSecond,
      secondsRemaining,
      retry,
    });
  }

  /** Counts what an upload has sent, and its size as it is now known. */
  #resize(event: UploadAllEvent): void {
    const { index, bytesTransferred, bytesEstimated } = event;
    this.#bytesTransferred += bytesTransferred - (this.#sent[index] ?? 0);
    this.#sent[index] = bytesTransferred;
    // What has ended is complete, and what failed is not waited for.
    const size = event.phase === "ended" ? bytesTransferred : bytesEstimated;
    if (size < 0) return;
    this.#count(this.#sizes[index] ?? -1, -1);
    this.#sizes[index] = size;
    this.#count(size, 1);
  }

  #count(size: number, times: 1 | -1): void {
    if (size < 0) this.#unknown += times;
    else this.#bytesEstimated += times * size;
  }
}
