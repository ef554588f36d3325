/** Events that are taken without waiting. */
export interface UnreadEvents<Event> {
  /** Whether the last event was taken. */
  readonly isFinished: boolean;
  /** Takes the next event; undefined if there is none yet. */
  take(): Event | undefined;
  /** The time in ms until there may be one though nothing happens. */
  waitMs(): number;
}

/**
 * An async iterator of events. They are taken only when they are consumed, so a
 * slow consumer slows nothing.
 */
export class EventChannel<Event> implements AsyncIterator<Event, undefined> {
  readonly #unread: UnreadEvents<Event>;
  readonly #onLeave: () => Promise<unknown>;
  #isLeft = false;
  /** Resolves the pending wait for a change. */
  #wake: (() => void) | undefined;
  #last: Promise<unknown> | undefined;

  /**
   * @param onLeave Called if the loop is left early, which then waits for it.
   */
  constructor(
    unread: UnreadEvents<Event>,
    onLeave: () => Promise<unknown>,
  ) {
    this.#unread = unread;
    this.#onLeave = onLeave;
  }

  /** Looks again for an event, because something has happened. */
  wake(): void {
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
    this.#isLeft = true;
    this.wake();
    await this.#onLeave();
    return { done: true, value: undefined };
  }

  async #next(): Promise<IteratorResult<Event, undefined>> {
    while (!this.#isLeft && !this.#unread.isFinished) {
      const event = this.#unread.take();
      if (event !== undefined) return { done: false, value: event };
      await this.#change();
    }
    return { done: true, value: undefined };
  }

  /** Waits until there may be an event. */
  async #change(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      const ms = this.#unread.waitMs();
      // It may have passed since the look for an event. Node warns of -1.
      if (ms < Infinity) timer = setTimeout(resolve, Math.max(ms, 0));
    });
    clearTimeout(timer);
  }
}
