import type { FetchLike } from "@network/upload";
import { until } from "./until.ts";

/** A `fetch` that reads each body, and answers it when it is told to. */
export class HeldFetch {
  /** The paths of all requests until now, without the slash. */
  readonly begun: string[] = [];
  /** The most that ran at once. */
  most = 0;
  readonly #held = new Map<string, (response: Response) => void>();

  readonly fetch: FetchLike = async ({ pathname }, { body, signal }) => {
    const path = pathname.slice(1);
    this.begun.push(path);
    const answer = Promise.withResolvers<Response>();
    const abort = () => answer.reject(signal?.reason);
    signal?.addEventListener("abort", abort);
    this.#held.set(path, answer.resolve);
    this.most = Math.max(this.most, this.#held.size);
    try {
      await new Response(body ?? null).bytes();
      return await answer.promise;
    } finally {
      signal?.removeEventListener("abort", abort);
      this.#held.delete(path);
    }
  };

  /** Answers a request, once it is there. */
  async answer(path: string | number, status = 200): Promise<void> {
    await until(() => this.#held.has(`${path}`));
    this.#held.get(`${path}`)?.(new Response(null, { status }));
    await until(() => !this.#held.has(`${path}`));
  }

  /** Waits until so many requests have begun. */
  async count(requests: number): Promise<void> {
    await until(() => this.begun.length >= requests);
  }
}
