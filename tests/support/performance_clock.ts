/** A clock in place of `performance.now()`, to be set. */
export class PerformanceClock implements Disposable {
  /** The time in ms. */
  now = 0;

  constructor() {
    Object.defineProperty(performance, "now", {
      configurable: true,
      value: () => this.now,
    });
  }

  [Symbol.dispose](): void {
    // The original one is inherited.
    Reflect.deleteProperty(performance, "now");
  }
}
