import type { UploadAllEvent } from "./all_events.ts";
import { EventChannel, type UnreadEvents } from "./event_channel.ts";
import { MergedEvents } from "./merged_events.ts";
import type { Totals } from "./totals.ts";
import type { UploadEvent } from "./upload_event.ts";

/** How many unread events of uploads that have ended are kept. */
const MAX_UNREAD = 100;

/** The events of several uploads, each with the totals, for one consumer. */
export class AllEventQueue {
  readonly #totals: Totals;
  readonly #onTaken: () => void;
  readonly #unread = new MergedEvents(
    (index, event: UploadEvent) => this.#show(index, event),
  );
  #channel: EventChannel<UploadAllEvent> | undefined;

  /** @param onTaken Called when an event was taken, so that there is room. */
  constructor(totals: Totals, onTaken: () => void) {
    this.#totals = totals;
    this.#onTaken = onTaken;
  }

  /** Whether the consumer has so many events to read that no more should come. */
  get isFull(): boolean {
    return this.#channel !== undefined && this.#unread.kept >= MAX_UNREAD;
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
    return this.#channel = new EventChannel(this.#unread, onLeave);
  }

  /** Looks again for an event, because something has happened. */
  wake(): void {
    this.#channel?.wake();
  }

  /** Adds an upload that runs. */
  add(index: number, unread: UnreadEvents<UploadEvent>): void {
    this.#unread.add(index, unread);
  }

  /** Keeps the events of an upload that has ended. */
  end(index: number): void {
    this.#unread.end(index);
    this.#limit();
  }

  /** Keeps the only event of an upload that could not be started. */
  keep(index: number, event: UploadEvent): void {
    this.#unread.keep(index, event);
    this.#limit();
  }

  /** Records that no further upload is added. */
  close(): void {
    this.#unread.close();
    this.wake();
  }

  /** Drops the oldest events while nothing reads them: they would fill memory. */
  #limit(): void {
    while (this.#channel === undefined && this.#unread.kept > MAX_UNREAD) {
      this.#unread.takeKept();
    }
    this.wake();
  }

  #show(index: number, event: UploadEvent): UploadAllEvent {
    this.#onTaken();
    return { ...event, index, totals: this.#totals.shown(index, event) };
  }
}
