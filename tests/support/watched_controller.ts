/** A controller whose signal shows how many listeners it has. */
export class WatchedController extends AbortController {
  readonly #listeners = new Map<unknown, number>();
  /** Listeners that were ever added. */
  added = 0;

  constructor() {
    super();
    const { signal } = this;
    const { addEventListener, removeEventListener } = signal;
    Object.assign(signal, {
      addEventListener: (...args: Parameters<typeof addEventListener>) => {
        this.added++;
        this.#listeners.set(args[1], this.added);
        return addEventListener.apply(signal, args);
      },
      removeEventListener: (
        ...args: Parameters<typeof removeEventListener>
      ) => {
        this.#listeners.delete(args[1]);
        return removeEventListener.apply(signal, args);
      },
    });
  }

  /** Listeners that it has now. */
  get listeners(): number {
    return this.#listeners.size;
  }
}
