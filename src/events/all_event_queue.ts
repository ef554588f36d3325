import type { UploadAllEvent } from "./all_events.ts";
import { EventChannel, type UnreadEvents } from "./event_channel.ts";
import type { Totals } from "./totals.ts";
import type { UploadEvent } from "./upload_event.ts";

/** How many unread events of uploads that have ended are kept. */
const MAX_UNREAD = 100;

/** An event, and the index of the upload that it is of. */
interface Indexed {
  readonly index: number;
  readonly event: UploadEvent;
}

/**
 * The unread events of several uploads, each with the totals, for one consumer.
 * Those of one upload keep their order, and each running upload has its turn. Of
 * an upload that has ended only its events are kept.
 */
export class AllEventQueue implements UnreadEvents<UploadAllEvent> {
  readonly #totals: Totals;
  readonly #onTaken: () => void;
  readonly #running = new Map<number, UnreadEvents<UploadEvent>>();
  readonly #kept: Indexed[] = [];
  #isKeptNext = false;
  #isClosed = false;
  #channel: EventChannel<UploadAllEvent> | undefined;

  /** @param onTaken Called when an event was taken, so that there is room. */
  constructor(totals: Totals, onTaken: () => void) {
    this.#totals = totals;
    this.#onTaken = onTaken;
  }

  /** Whether the consumer has so many events to read that no more should come. */
  get isFull(): boolean {
    return this.#channel !== undefined && this.#kept.length >= MAX_UNREAD;
  }

  get isFinished(): boolean {
    return this.#isClosed && this.#kept.length === 0 &&
      this.#running.size === 0;
  }

  /**
   * Returns the events.
   *
   * @param onLeave Called if the loop is left early, which then waits for it.
   * @throws {TypeError} If it is called a second time.
   */
  iterate(
    onLeave: () => Promise<unknown>,
  ): AsyncIterator<UploadAllEvent, undefined> {
    if (this.#channel !== undefined) {
      throw new TypeError("uploadAll: the events are already being iterated");
    }
    return this.#channel = new EventChannel(this, onLeave);
  }

  /** Looks again for an event, because something has happened. */
  wake(): void {
    this.#channel?.wake();
  }

  /** Adds an upload that runs. */
  add(index: number, unread: UnreadEvents<UploadEvent>): void {
    this.#running.set(index, unread);
  }

  /** Keeps the events of an upload that has ended, and nothing else of it. */
  end(index: number): void {
    const unread = this.#running.get(index);
    this.#running.delete(index);
    while (unread !== undefined && !unread.isFinished) {
      const event = unread.take();
      if (event === undefined) return;
      this.keep(index, event);
    }
  }

  /**
   * Keeps an event of an upload that has ended. The oldest ones are dropped while
   * nothing reads them: they would fill memory.
   */
  keep(index: number, event: UploadEvent): void {
    this.#kept.push({ index, event });
    const isExcess = this.#kept.length > MAX_UNREAD;
    if (isExcess && this.#channel === undefined) this.#takeKept();
    this.wake();
  }

  /** Records that no further upload is added. */
  close(): void {
    this.#isClosed = true;
    this.wake();
  }

  take(): UploadAllEvent | undefined {
    const isKeptNext = this.#isKeptNext;
    this.#isKeptNext = !isKeptNext;
    return isKeptNext
      ? this.#takeKept() ?? this.#takeRunning()
      : this.#takeRunning() ?? this.#takeKept();
  }

  waitMs(): number {
    const waits = Array.from(
      this.#running.values(),
      (unread) => unread.waitMs(),
    );
    return Math.min(...waits);
  }

  /** Takes the oldest event of an upload that has ended. */
  #takeKept(): UploadAllEvent | undefined {
    const kept = this.#kept.shift();
    return kept && this.#show(kept.index, kept.event);
  }

  #takeRunning(): UploadAllEvent | undefined {
    for (const [index, unread] of this.#running) {
      const event = unread.take();
      if (event === undefined) continue;
      // Its next turn comes after those of all others.
      this.#running.delete(index);
      if (!unread.isFinished) this.#running.set(index, unread);
      return this.#show(index, event);
    }
    return undefined;
  }

  #show(index: number, event: UploadEvent): UploadAllEvent {
    this.#onTaken();
    return { ...event, index, totals: this.#totals.shown(index, event) };
  }
}
