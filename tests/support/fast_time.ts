import { FakeTime } from "@std/testing/time";
import { PerformanceClock } from "./performance_clock.ts";
import { turn } from "./turns.ts";

/** The time that passes in each turn of the event loop, in ms. */
const STEP_MS = 10;
/** No test may hang. */
const MAX_MS = 60_000;

/** Fake time that passes by itself, for uploads that meet no real network. */
export class FastTime implements Disposable {
  readonly #time = new FakeTime();
  readonly #clock = new PerformanceClock();

  /** The time that has passed, in ms. */
  get now(): number {
    return this.#clock.now;
  }

  /** Lets time pass until something has settled. */
  async passUntil<Value>(settled: PromiseLike<Value>): Promise<Value> {
    let isSettled = false;
    const settle = () => void (isSettled = true);
    settled.then(settle, settle);
    const end = this.now + MAX_MS;
    while (!isSettled) {
      if (this.now > end) throw new Error(`${MAX_MS} ms have passed in vain`);
      this.#clock.now += STEP_MS;
      this.#time.tick(STEP_MS);
      await turn();
    }
    return await settled;
  }

  [Symbol.dispose](): void {
    this.#clock[Symbol.dispose]();
    this.#time.restore();
  }
}
