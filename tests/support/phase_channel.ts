import { EventChannel } from "../../src/events/event_channel.ts";
import { type PhaseEvents, PhaseQueue } from "../../src/events/phase_queue.ts";

/** A channel of the events of one upload, as its handle makes one. */
export class PhaseChannel<Event> extends EventChannel<Event> {
  readonly #queue: PhaseQueue<Event>;

  constructor(events: PhaseEvents<Event>, onLeave: () => Promise<unknown>) {
    const queue = new PhaseQueue(events, () => this.wake());
    super(queue, onLeave);
    this.#queue = queue;
  }

  happened(event: Event): void {
    this.#queue.happened(event);
  }

  moved(): void {
    this.#queue.moved();
  }

  ended(event: Event, failed: boolean): void {
    this.#queue.ended(event, failed);
  }
}
