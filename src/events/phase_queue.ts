import type { UnreadEvents } from "./event_channel.ts";

/** The time in ms after which progress is reported even if nothing moves. */
const SILENCE_MS = 1000;

/** How many unread events are kept besides the newest progress. */
const MAX_UNREAD = 100;

/** How a {@linkcode PhaseQueue} makes `progress` events. */
export interface PhaseEvents<Event> {
  /** Makes a `progress` event of the current state. */
  progress(): Event;
  /** The time in ms between two `progress` events. */
  readonly interval: number;
}

/**
 * The unread events of one upload. A `progress` event is created when it is
 * taken, so only the newest one is kept, and unread progress costs nothing.
 * While nothing moves, one comes each second, so that a consumer sees that.
 */
export class PhaseQueue<Event> implements UnreadEvents<Event> {
  readonly #events: PhaseEvents<Event>;
  readonly #onChange: () => void;
  readonly #unread: Event[] = [];
  #moved = false;
  #ended: Event | undefined;
  #isFinished = false;
  #progressAt = -Infinity;

  /**
   * @param events How a `progress` event is made, and how often.
   * @param onChange Called whenever there is more to take.
   */
  constructor(events: PhaseEvents<Event>, onChange: () => void) {
    this.#events = events;
    this.#onChange = onChange;
  }

  get isFinished(): boolean {
    return this.#isFinished;
  }

  /**
   * Records an event that is no progress, but shows that of this moment. It is
   * kept until it is read; of more than a hundred, the oldest is dropped.
   */
  happened(event: Event): void {
    this.#moved = false;
    // Nothing is to move until the next progress.
    this.#progressAt = -Infinity;
    this.#unread.push(event);
    if (this.#unread.length > MAX_UNREAD) this.#unread.shift();
    this.#onChange();
  }

  /** Records that there is progress to report. */
  moved(): void {
    if (this.#moved) return;
    this.#moved = true;
    this.#onChange();
  }

  /**
   * Records the last event. If the upload failed, unread progress is dropped.
   */
  ended(event: Event, failed: boolean): void {
    this.#ended = event;
    if (failed) this.#moved = false;
    this.#onChange();
  }

  take(): Event | undefined {
    const unread = this.#unread.shift();
    if (unread !== undefined) return unread;
    const isDue = this.#ended === undefined ? this.waitMs() <= 0 : this.#moved;
    if (isDue) {
      this.#moved = false;
      this.#progressAt = Date.now();
      return this.#events.progress();
    }
    if (this.#ended !== undefined) this.#isFinished = true;
    return this.#ended;
  }

  /** 0 if the clock was set back, and Infinity before the first progress. */
  waitMs(): number {
    const { interval } = this.#events;
    const since = Date.now() - this.#progressAt;
    if (this.#moved) return since < 0 ? 0 : interval - since;
    return since === Infinity ? since : Math.max(interval, SILENCE_MS) - since;
  }
}
