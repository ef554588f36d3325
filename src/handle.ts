import type {
  UploadAnsweredEvent,
  UploadEndedEvent,
} from "./events/ended_event.ts";
import type { UploadEvent } from "./events/upload_event.ts";

/**
 * A running upload: an async iterable of its events, for one consumer, and a
 * promise of the last event.
 *
 * It runs whether or not its events are iterated. Leaving the loop early cancels
 * it and waits for cleanup, and so does the end of an `await using` scope.
 *
 * `await` waits for the upload to end. So does an async function that returns the
 * handle: wrap it in an object to return it while it runs.
 *
 * @example The outcome
 * ```ts
 * import { upload, UploadError } from "@network/upload";
 * import { assertEquals, assertRejects } from "@std/assert";
 *
 * await using server = Deno.serve(
 *   { hostname: "127.0.0.1", port: 0, onListen() {} },
 *   ({ url }) =>
 *     url.endsWith("/missing")
 *       ? new Response("no such bucket", { status: 404 })
 *       : Response.json({ id: 7 }),
 * );
 * const url = `http://127.0.0.1:${server.addr.port}/`;
 * const source = new Uint8Array(1000);
 *
 * const running = upload({ url, source });
 * assertEquals((await running).status, 200);
 * assertEquals(await running.json(), { id: 7 });
 *
 * const refused = upload({ url: `${url}missing`, source });
 * assertEquals((await refused).status, 404);
 * await assertRejects(
 *   () => refused.orThrow(),
 *   UploadError,
 *   "404",
 * );
 * ```
 *
 * @example Cancelled at the end of its scope
 * ```ts
 * import { upload } from "@network/upload";
 * import { assertEquals } from "@std/assert";
 *
 * let ended;
 * {
 *   await using running = upload({
 *     url: "http://127.0.0.1/",
 *     source: new Uint8Array(1000),
 *   });
 *   ended = running.ended;
 * }
 *
 * const { error } = await ended;
 * assertEquals(error?.code, "cancelled");
 * ```
 *
 * @category Handle
 */
export interface Upload
  extends
    AsyncIterable<UploadEvent>,
    PromiseLike<UploadEndedEvent>,
    AsyncDisposable {
  /**
   * The id of the upload, as in each of its events. `cancel()` accepts it.
   */
  readonly requestId: string;
  /**
   * The last event, as with `await`. It never rejects: a failure is an event with
   * `isError`. When it settles, the file, the source and the timers are closed.
   */
  readonly ended: Promise<UploadEndedEvent>;
  /** Calls back with the last event, like `ended.then()`. */
  then<Fulfilled = UploadEndedEvent, Rejected = never>(
    onFulfilled?:
      | ((event: UploadEndedEvent) => Fulfilled | PromiseLike<Fulfilled>)
      | null,
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected>;
  /**
   * Waits for a response with a status of 200 to 299. Deno prints an uncaught
   * error without its `hint`: print `response` of the `ended` event, which has it.
   *
   * @returns The last event.
   * @throws {UploadError} The `error` of the last event if the upload failed;
   * with code `status` for any other status.
   */
  orThrow(): Promise<UploadAnsweredEvent>;
  /**
   * Waits for a response with a status of 200 to 299, and parses it as JSON.
   *
   * @typeParam Value The type of the JSON, which is not checked.
   * @returns The JSON.
   * @throws {UploadError} As `orThrow()`; with code `response` if the response is
   * not JSON.
   */
  json<Value = unknown>(): Promise<Value>;
  /**
   * Cancels the upload, which then ends with code `cancelled`. If the reason is a
   * `TimeoutError`, such as that of `AbortSignal.timeout()`, the code is
   * `timeout`.
   *
   * @param reason The `cause` of the error. The message shows it if it is a
   * string or an error.
   * @returns Whether the upload was running.
   */
  cancel(reason?: unknown): boolean;
  /**
   * Returns the events.
   *
   * @throws {TypeError} If it is called a second time.
   */
  [Symbol.asyncIterator](): AsyncIterator<UploadEvent, undefined>;
  /** Cancels the upload if it is running, and waits for cleanup. */
  [Symbol.asyncDispose](): Promise<void>;
}
