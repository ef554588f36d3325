import type { UnreadEvents } from "./event_channel.ts";

/** An event, and the index of the upload that it is of. */
interface Indexed<Event> {
  readonly index: number;
  readonly event: Event;
}

/**
 * The unread events of several uploads. Those of one upload keep their order,
 * and each running upload has its turn. Of an upload that has ended only its
 * events are kept.
 */
export class MergedEvents<Event, Merged> implements UnreadEvents<Merged> {
  readonly #toMerged: (index: number, event: Event) => Merged;
  readonly #running = new Map<number, UnreadEvents<Event>>();
  readonly #kept: Indexed<Event>[] = [];
  #isKeptNext = false;
  #isClosed = false;

  /** @param toMerged Called with each event when it is taken. */
  constructor(toMerged: (index: number, event: Event) => Merged) {
    this.#toMerged = toMerged;
  }

  /** How many unread events of uploads that have ended are kept. */
  get kept(): number {
    return this.#kept.length;
  }

  get isFinished(): boolean {
    return this.#isClosed && this.kept === 0 && this.#running.size === 0;
  }

  /** Adds an upload that runs. */
  add(index: number, unread: UnreadEvents<Event>): void {
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

  /** Keeps an event. */
  keep(index: number, event: Event): void {
    this.#kept.push({ index, event });
  }

  /** Records that no further upload is added. */
  close(): void {
    this.#isClosed = true;
  }

  take(): Merged | undefined {
    const isKeptNext = this.#isKeptNext;
    this.#isKeptNext = !isKeptNext;
    return isKeptNext
      ? this.takeKept() ?? this.#takeRunning()
      : this.#takeRunning() ?? this.takeKept();
  }

  /** Takes the oldest event of an upload that has ended. */
  takeKept(): Merged | undefined {
    const kept = this.#kept.shift();
    return kept && this.#toMerged(kept.index, kept.event);
  }

  waitMs(): number {
    const waits = Array.from(
      this.#running.values(),
      (unread) => unread.waitMs(),
    );
    return Math.min(...waits);
  }

  #takeRunning(): Merged | undefined {
    for (const [index, unread] of this.#running) {
      const event = unread.take();
      if (event === undefined) continue;
      // Its next turn comes after those of all others.
      this.#running.delete(index);
      if (!unread.isFinished) this.#running.set(index, unread);
      return this.#toMerged(index, event);
    }
    return undefined;
  }
}
