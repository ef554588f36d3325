import type { UploadAll } from "./all_handle.ts";
import {
  toAllError,
  toInvalidError,
  toIterableError,
} from "./errors/all_errors.ts";
import { withCallerStack } from "./errors/caller_stack.ts";
import type { UploadError } from "./errors/upload_error.ts";
import { AllEventQueue } from "./events/all_event_queue.ts";
import type { UploadAllEvent, UploadTotals } from "./events/all_events.ts";
import type { UploadEndedEvent } from "./events/ended_event.ts";
import { Totals } from "./events/totals.ts";
import {
  checkUploadObject,
  type UploadAllPolicy,
  type UploadIterable,
} from "./request/upload_all_options.ts";
import { RunningUpload } from "./running_upload.ts";
import { discardUpload, startUpload, urlOfUpload } from "./start_upload.ts";
import { Turn } from "./streams/turn.ts";
import { untilAborted } from "./streams/until_aborted.ts";
import { follow } from "./transfer/follow.ts";
import { toCancelError } from "./transfer/transfer_error.ts";
import { toUnstartedEvent } from "./unstarted_event.ts";

/** How many errors `orThrow()` shows. */
const MAX_ERRORS = 100;

/** Told of the end of an upload, by its place in the iterable. */
type OnEnded = (index: number, event: UploadEndedEvent) => void;

/** Uploads of which several run at the same time. */
export class RunningAll implements UploadAll {
  readonly ended: Promise<UploadTotals>;
  readonly #parallel: number;
  readonly #onEnded: OnEnded;
  readonly #controller = new AbortController();
  readonly #running = new Map<number, RunningUpload>();
  readonly #totals: Totals;
  readonly #errors: UploadError[] = [];
  readonly #events: AllEventQueue;
  #isOver = false;
  /** Resolves the pending wait for a change. */
  #wake = () => {};

  /** @param onEnded Called when an upload has ended, before its event is read. */
  constructor(
    uploads: UploadIterable,
    { parallel, signal }: UploadAllPolicy,
    onEnded: OnEnded = () => {},
  ) {
    this.#parallel = parallel;
    this.#onEnded = onEnded;
    this.#totals = new Totals(Array.isArray(uploads) ? uploads.length : -1);
    this.#events = new AllEventQueue(this.#totals, () => this.#wake());
    const unfollow = signal && follow(this.#controller, signal);
    this.#controller.signal.addEventListener("abort", () => this.#cancelAll());
    this.ended = this.#run(uploads).finally(unfollow);
  }

  then<Fulfilled = UploadTotals, Rejected = never>(
    onFulfilled?:
      | ((totals: UploadTotals) => Fulfilled | PromiseLike<Fulfilled>)
      | null,
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected> {
    return this.ended.then(onFulfilled, onRejected);
  }

  async orThrow(): Promise<UploadTotals> {
    const totals = await this.ended;
    const { files, ended, failed } = totals;
    if (failed === 0 && ended === files) return totals;
    const { aborted, reason } = this.#controller.signal;
    throw withCallerStack(
      aborted ? toCancelError(reason) : toAllError(failed, ended, this.#errors),
    );
  }

  cancel(reason?: unknown): boolean {
    if (this.#isOver || this.#controller.signal.aborted) return false;
    this.#controller.abort(reason);
    return true;
  }

  [Symbol.asyncIterator](): AsyncIterator<UploadAllEvent, undefined> {
    return this.#events.iterate(() => this[Symbol.asyncDispose]());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cancel();
    await this.ended;
  }

  async #run(uploads: UploadIterable): Promise<UploadTotals> {
    // Await once, so that an immediate cancel takes no upload.
    await undefined;
    await this.#startAll(uploads);
    while (this.#running.size > 0) await this.#change();
    this.#isOver = true;
    this.#events.close();
    return this.#totals.final();
  }

  /** Starts one upload after the other, each when there is a place for it. */
  async #startAll(uploads: UploadIterable): Promise<void> {
    const { signal } = this.#controller;
    const turn = new Turn();
    let index = 0;
    try {
      for await (
        const options of untilAborted(uploads, signal, discardUpload)
      ) {
        this.#start(index++, options);
        await turn.late();
        if (!await this.#hasPlace()) return;
      }
      this.#totals.files = index;
    } catch (thrown) {
      if (signal.aborted) return;
      this.#totals.files = index + 1;
      this.#fail(index, "", toIterableError(thrown));
    } finally {
      turn.stop();
    }
  }

  /**
   * Waits until another upload may start; false if none may. A consumer that
   * has many events to read delays the next one, but none that runs.
   */
  async #hasPlace(): Promise<boolean> {
    const { signal } = this.#controller;
    const isFull = () =>
      this.#running.size >= this.#parallel || this.#events.isFull;
    while (!signal.aborted && isFull()) await this.#change();
    return !signal.aborted;
  }

  #start(index: number, options: unknown): void {
    try {
      const running = startUpload([checkUploadObject(options)], {
        changed: () => this.#events.wake(),
        took: (bytes) => this.#totals.took(bytes),
      });
      this.#running.set(index, running);
      this.#events.add(index, RunningUpload.eventsOf(running));
      running.ended.then((event) => this.#ended(index, running, event));
    } catch (thrown) {
      this.#fail(index, urlOfUpload(options), toInvalidError(thrown));
    }
    // An accessor of the options may have cancelled.
    if (this.#controller.signal.aborted) this.#cancelAll();
  }

  #ended(index: number, running: RunningUpload, event: UploadEndedEvent): void {
    this.#running.delete(index);
    this.#events.end(index);
    const error = event.isError || event.ok
      ? event.error
      : RunningUpload.statusErrorOf(running, event);
    this.#count(index, event, error);
  }

  /** Records an upload that could not be started. */
  #fail(index: number, url: string, error: UploadError): void {
    const event = toUnstartedEvent(url, error);
    this.#events.keep(index, event);
    this.#count(index, event, error);
  }

  #count(index: number, event: UploadEndedEvent, error?: UploadError): void {
    this.#totals.ended(index, event);
    this.#onEnded(index, event);
    if (error && this.#errors.length < MAX_ERRORS) this.#errors.push(error);
    this.#wake();
  }

  #cancelAll(): void {
    const { reason } = this.#controller.signal;
    for (const running of this.#running.values()) running.cancel(reason);
    this.#wake();
  }

  /** Waits until an upload has ended, an event was taken, or all is cancelled. */
  async #change(): Promise<void> {
    await new Promise<void>((resolve) => this.#wake = resolve);
  }
}
