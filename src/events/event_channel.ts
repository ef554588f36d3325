/** The time in ms after which progress is reported even if nothing moves. */
const SILENCE_MS = 1000;

/** How a {@linkcode PhaseChannel} makes `progress` events. */
export interface PhaseEvents<Event> {
  /** Makes a `progress` event of the current state. */
  progress(): Event;
  /** The time in ms between two `progress` events. */
  readonly interval: number;
}

/** How many unread events are kept besides the newest progress. */
const MAX_UNREAD = 100;

/**
 * An async iterator of events with a short queue. A `progress` event is created
 * when it is consumed, so only the newest one is kept, a slow consumer slows
 * nothing, and unread progress costs nothing. While nothing moves, one comes
 * each second, so that a consumer sees that.
 */
export class PhaseChannel<Event> implements AsyncIterator<Event, undefined> {
  readonly #events: PhaseEvents<Event>;
  readonly #onLeave: () => Promise<unknown>;
  readonly #unread: Event[] = [];
  #moved = false;
  #ended: Event | undefined;
  #finished = false;
  #progressAt = -Infinity;
  /** Resolves the pending wait for a change. */
  #wake: (() => void) | undefined;
  #last: Promise<unknown> | undefined;

  /**
   * @param events How a `progress` event is made, and how often.
   * @param onLeave Called if the loop is left early, which then waits for it.
   */
  constructor(events: PhaseEvents<Event>, onLeave: () => Promise<unknown>) {
    this.#events = events;
    this.#onLeave = onLeave;
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
    this.#wake?.();
  }

  /** Records that there is progress to report. */
  moved(): void {
    if (this.#moved) return;
    this.#moved = true;
    this.#wake?.();
  }

  /**
   * Records the last event. If the upload failed, unread progress is dropped.
   */
  ended(event: Event, failed: boolean): void {
    this.#ended = event;
    if (failed) this.#moved = false;
    this.#wake?.();
  }

  /** Resolves to the next event; concurrent calls resolve in order. */
  next(): Promise<IteratorResult<Event, undefined>> {
    const result = this.#last?.then(() => this.#next()) ?? this.#next();
    this.#last = result;
    return result;
  }

  /** Ends the events, because the loop was left. */
  async return(): Promise<IteratorResult<Event, undefined>> {
    this.#finished = true;
    this.#wake?.();
    await this.#onLeave();
    return { done: true, value: undefined };
  }

  async #next(): Promise<IteratorResult<Event, undefined>> {
    while (!this.#finished) {
      const event = this.#take();
      if (event !== undefined) return { done: false, value: event };
      await this.#change();
    }
    return { done: true, value: undefined };
  }

  #take(): Event | undefined {
    const unread = this.#unread.shift();
    if (unread !== undefined) return unread;
    const isDue = this.#ended === undefined ? this.#waitMs() <= 0 : this.#moved;
    if (isDue) {
      this.#moved = false;
      this.#progressAt = Date.now();
      return this.#events.progress();
    }
    if (this.#ended !== undefined) this.#finished = true;
    return this.#ended;
  }

  /**
   * How long to wait for progress; 0 if the clock was set back, and Infinity
   * before the first one.
   */
  #waitMs(): number {
    const { interval } = this.#events;
    const since = Date.now() - this.#progressAt;
    if (this.#moved) return since < 0 ? 0 : interval - since;
    return since === Infinity ? since : Math.max(interval, SILENCE_MS) - since;
  }

  /** Waits until there may be an event. */
  async #change(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      const ms = this.#waitMs();
      if (ms < Infinity) timer = setTimeout(resolve, ms);
    });
    clearTimeout(timer);
  }
}
