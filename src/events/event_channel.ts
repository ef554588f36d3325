/** What a {@linkcode PhaseChannel} makes its events of. */
export interface PhaseEvents<Event> {
  /** Makes a `progress` event of what was transferred until now. */
  progress(): Event;
  /** The time in ms between two `progress` events. */
  readonly interval: number;
}

/**
 * Events in, async iterator out, without a queue: of `progress` events not yet taken only the
 * newest is kept, and it is made when it is taken. So a slow consumer slows nothing, and
 * progress that nobody looks at costs nothing.
 */
export class PhaseChannel<Event> implements AsyncIterator<Event, undefined> {
  readonly #events: PhaseEvents<Event>;
  readonly #onLeave: () => Promise<unknown>;
  #began: Event | undefined;
  #moved = false;
  #ended: Event | undefined;
  #finished = false;
  #progressAt = -Infinity;
  /** Wakes whoever waits for a change. */
  #wake: (() => void) | undefined;
  #last: Promise<unknown> | undefined;

  /**
   * @param events How a `progress` event is made, and how often.
   * @param onLeave Called when the loop is left early; leaving waits for it.
   */
  constructor(events: PhaseEvents<Event>, onLeave: () => Promise<unknown>) {
    this.#events = events;
    this.#onLeave = onLeave;
  }

  /** The first event. */
  began(event: Event): void {
    this.#began = event;
    this.#wake?.();
  }

  /** There is progress to tell of. */
  moved(): void {
    if (this.#moved) return;
    this.#moved = true;
    this.#wake?.();
  }

  /** The last event; progress that was not told is left out when the upload failed. */
  ended(event: Event, failed: boolean): void {
    this.#ended = event;
    if (failed) this.#moved = false;
    this.#wake?.();
  }

  /** The next event, once there is one; calls made at once are answered in their order. */
  next(): Promise<IteratorResult<Event, undefined>> {
    const result = this.#last?.then(() => this.#next()) ?? this.#next();
    this.#last = result;
    return result;
  }

  /** The loop was left: no further event comes. */
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
    const began = this.#began;
    if (began !== undefined) {
      this.#began = undefined;
      return began;
    }
    if (this.#moved && (this.#ended !== undefined || this.#waitMs() <= 0)) {
      this.#moved = false;
      this.#progressAt = Date.now();
      return this.#events.progress();
    }
    if (this.#ended !== undefined) this.#finished = true;
    return this.#ended;
  }

  /** How long to hold progress back yet; none if the clock was set back meanwhile. */
  #waitMs(): number {
    const since = Date.now() - this.#progressAt;
    return since < 0 ? 0 : this.#events.interval - since;
  }

  /** Waits until there may be something to take. */
  async #change(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (this.#moved) timer = setTimeout(resolve, this.#waitMs());
    });
    clearTimeout(timer);
  }
}
