import { PhaseChannel } from "./phase_channel.ts";

/** A channel of texts whose progress is the count of bytes at that moment. */
export class CountingChannel extends PhaseChannel<string> {
  /** How often the loop has ended. */
  left = 0;
  #bytes = 0;

  constructor(interval: number, onLeave = () => Promise.resolve()) {
    super({ interval, progress: () => `${this.#bytes}` }, () => {
      this.left++;
      return onLeave();
    });
  }

  /** Counts bytes, as a transfer does. */
  move(bytes: number): void {
    this.#bytes = bytes;
    this.moved();
  }

  /** What the next event is; `done` at the end. */
  async take(): Promise<string> {
    return (await this.next()).value ?? "done";
  }
}
