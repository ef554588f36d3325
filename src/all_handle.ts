import type { UploadAllEvent, UploadTotals } from "./events/all_events.ts";

/**
 * Running uploads: an async iterable of the events of all, for one consumer,
 * and a promise of their totals.
 *
 * They run whether or not their events are iterated. Leaving the loop early and
 * the end of the scope of `await using` cancel all of them, and wait for
 * cleanup.
 *
 * `await` waits for all of them to end. So does an async function that returns
 * the handle: wrap it in an object to return it while they run.
 *
 * @example The outcome
 * ```ts
 * import { uploadAll } from "@network/upload";
 * import { assertEquals, assertRejects } from "@std/assert";
 *
 * await using server = Deno.serve(
 *   { hostname: "127.0.0.1", port: 0, onListen() {} },
 *   ({ url }) =>
 *     url.endsWith("/b")
 *       ? new Response("no such bucket", { status: 404 })
 *       : new Response(),
 * );
 * const url = `http://127.0.0.1:${server.addr.port}/`;
 * const source = new Uint8Array(1000);
 *
 * const running = uploadAll([
 *   { url: `${url}a`, source },
 *   { url: `${url}b`, source },
 * ]);
 *
 * const { ended, failed } = await running;
 * assertEquals([ended, failed], [2, 1]);
 * await assertRejects(
 *   () => running.orThrow(),
 *   AggregateError,
 *   "Cannot complete 1 of 2 uploads",
 * );
 * ```
 *
 * @category Handle
 */
export interface UploadAll
  extends
    AsyncIterable<UploadAllEvent>,
    PromiseLike<UploadTotals>,
    AsyncDisposable {
  /**
   * The totals when all have ended, which `await` gives too. It never rejects.
   * When it settles, every file, source and timer is closed, and so is the
   * iterator of the uploads, unless it never responds.
   */
  readonly ended: Promise<UploadTotals>;
  /** Calls back with the totals, as the `then()` of `ended` does. */
  then<Fulfilled = UploadTotals, Rejected = never>(
    onFulfilled?:
      | ((totals: UploadTotals) => Fulfilled | PromiseLike<Fulfilled>)
      | null,
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected>;
  /**
   * Waits for each upload to end with a status of 200 to 299.
   *
   * @returns The totals.
   * @throws {AggregateError} If uploads failed. Its `errors` are those of up to
   * 100 of them, as `orThrow()` of each throws it.
   * @throws {UploadError} If all were cancelled: with code `cancelled`, or
   * `timeout` if the reason is a `TimeoutError`.
   */
  orThrow(): Promise<UploadTotals>;
  /**
   * Cancels all uploads that are running, and starts no further one.
   *
   * @param reason The `cause` of the error of each. The message shows it if it
   * is a string or an error.
   * @returns Whether they were running.
   */
  cancel(reason?: unknown): boolean;
  /**
   * Returns the events.
   *
   * @throws {TypeError} If it is called a second time.
   */
  [Symbol.asyncIterator](): AsyncIterator<UploadAllEvent, undefined>;
  /** Cancels all that is running, and waits for cleanup. */
  [Symbol.asyncDispose](): Promise<void>;
}
