// Stands in for @std/testing/time.
import { type Clock, install } from "npm:@sinonjs/fake-timers@^15.5.0";

const { setTimeout } = globalThis;

/** Time that passes when it is told to. */
export class FakeTime implements Disposable {
  readonly #clock: Clock;

  constructor() {
    this.#clock = install({
      toFake: [
        "Date",
        "setTimeout",
        "clearTimeout",
        "setInterval",
        "clearInterval",
      ],
    });
  }

  /** Lets time pass, in ms, and what is due then run. */
  tick(ms: number): void {
    this.#clock.tick(ms);
  }

  /** The same, and lets promises settle before, but not between. */
  async tickAsync(ms = 0): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.#clock.tick(ms);
  }

  /** Gives the real time back. */
  restore(): void {
    this.#clock.uninstall();
  }

  [Symbol.dispose](): void {
    this.restore();
  }
}
