import { turn } from "./turns.ts";
/** Watches for unhandled rejections. */
export class RejectionWatch implements AsyncDisposable {
  readonly #reasons: unknown[] = [];

  constructor() {
    addEventListener("unhandledrejection", this.#onRejection);
  }

  /** The reasons of those that there were; none, as a rule. */
  async seen(): Promise<unknown[]> {
    // The runtime reports them after the microtasks.
    await turn();
    return this.#reasons;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.seen();
    removeEventListener("unhandledrejection", this.#onRejection);
  }

  readonly #onRejection = (event: PromiseRejectionEvent) => {
    event.preventDefault();
    this.#reasons.push(event.reason);
  };
}
