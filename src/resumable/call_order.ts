/** Runs the operations on each key one by one, in the order of their calls. */
export class CallOrder {
  /** The last operation on each key that has any. */
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs an operation once the earlier ones on its key have ended. */
  run<Value>(key: string, operation: () => Promise<Value>): Promise<Value> {
    const earlier = this.#last.get(key) ?? Promise.resolve();
    const running = earlier.then(operation, operation);
    this.#last.set(key, running);
    const forget = () => {
      if (this.#last.get(key) === running) this.#last.delete(key);
    };
    running.then(forget, forget);
    return running;
  }
}
