import type { UploadEndedEvent } from "../events/ended_event.ts";
import type { UploadOptions } from "../request/options.ts";
import {
  checkAllOptions,
  type UploadAllPolicy,
} from "../request/upload_all_options.ts";
import {
  checkBoolean,
  checkFunction,
  isRecord,
} from "../request/validation.ts";
import { RunningAll } from "../running_all.ts";
import { quietly } from "../streams/quietly.ts";
import { pendingIds, pendingKey } from "./pending_ids.ts";
import {
  failureOf,
  type PendingEvent,
  restoreUpload,
  type SavedUpload,
} from "./pending_upload.ts";
import type { UploadStore } from "./store.ts";

/**
 * Options of a run of pending uploads, all of them optional.
 *
 * @category Stores
 */
export interface PendingRunOptions {
  /**
   * Maximum number of uploads that run at the same time; 1 for one after the
   * other.
   * @default {4}
   */
  readonly parallel?: number | undefined;
  /** Cancels all uploads when it aborts, and keeps them. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Whether those that have failed for good are tried again.
   * @default {false}
   */
  readonly retryFailed?: boolean | undefined;
  /**
   * Changes the options of an upload right before it starts: for a fresh token,
   * or for what cannot be saved, such as a `protocol`.
   */
  readonly prepare?:
    | ((
      options: UploadOptions,
      id: string,
    ) => UploadOptions | Promise<UploadOptions>)
    | undefined;
}

type Prepare = NonNullable<PendingRunOptions["prepare"]>;

/** One run of the pending uploads in a store. */
export class PendingRun {
  readonly #store: UploadStore;
  readonly #policy: UploadAllPolicy;
  readonly #retryFailed: boolean;
  readonly #prepare: Prepare;
  /** The ids of the uploads that were taken, in their order. */
  readonly #taken: string[] = [];
  /** The uploads that have ended, each until that is in the store. */
  readonly #settled = new Map<number, Promise<void>>();
  readonly #locks = new Map<string, AsyncDisposable>();
  /** What the store or `prepare` threw. */
  readonly #failures: unknown[] = [];

  constructor(
    store: UploadStore,
    { retryFailed, prepare, ...rest }: PendingRunOptions,
  ) {
    this.#store = store;
    this.#policy = checkAllOptions(rest);
    this.#retryFailed = checkBoolean("retryFailed", retryFailed, false);
    this.#prepare = checkFunction<Prepare>("prepare", prepare) ??
      ((options) => options);
  }

  /** Runs them, and yields their events. */
  async *events(): AsyncGenerator<PendingEvent, void> {
    const ids = await pendingIds(this.#store);
    const running = new RunningAll(
      this.#uploads(ids),
      this.#policy,
      (index, event) => this.#settled.set(index, this.#settle(index, event)),
    );
    try {
      for await (const event of running) {
        // Whoever reads this event may rely on what the store has.
        if (event.phase === "ended") {
          await this.#settled.get(event.index);
          this.#settled.delete(event.index);
        }
        yield { ...event, id: this.#taken[event.index] ?? "" };
      }
    } finally {
      await running[Symbol.asyncDispose]();
      await Promise.all(this.#settled.values());
      for (const id of [...this.#locks.keys()]) await this.#unlock(id);
    }
    if (this.#failures.length > 0) throw this.#failures[0];
  }

  /** The options of the uploads, each locked and read when it is its turn. */
  async *#uploads(ids: readonly string[]): AsyncGenerator<UploadOptions> {
    try {
      for (const id of ids) {
        const upload = await this.#take(id);
        if (upload === undefined) continue;
        const options = await this.#prepare(upload.options, id);
        this.#taken.push(id);
        yield options;
      }
    } catch (thrown) {
      this.#failures.push(thrown);
    }
  }

  /** An upload to run; undefined if another process has it, or it is gone. */
  async #take(id: string): Promise<SavedUpload | undefined> {
    const key = pendingKey(id);
    const lock = await this.#store.lock?.(key);
    if (lock === undefined && this.#store.lock !== undefined) return undefined;
    if (lock !== undefined) this.#locks.set(id, lock);
    const upload = restoreUpload(id, await this.#store.get(key));
    const isDue = upload?.failure === undefined || this.#retryFailed;
    if (upload !== undefined && isDue) return upload;
    await this.#unlock(id);
    return undefined;
  }

  /** Forgets an upload that went well, or keeps its failure. */
  async #settle(index: number, event: UploadEndedEvent): Promise<void> {
    const id = this.#taken[index] ?? "";
    try {
      if (!event.isError && event.ok) {
        await this.#store.delete(pendingKey(id));
      } else {
        await this.#keepFailure(id, event);
      }
    } catch (thrown) {
      this.#failures.push(thrown);
    } finally {
      await this.#unlock(id);
    }
  }

  async #keepFailure(id: string, event: UploadEndedEvent): Promise<void> {
    const failure = failureOf(event);
    const value = await this.#store.get(pendingKey(id));
    // It may have been discarded meanwhile.
    if (!isRecord(value) || value.options === undefined) return;
    const { options } = value;
    if (failure !== undefined) {
      await this.#store.set(pendingKey(id), { options, failure });
    } else if (value.failure !== undefined) {
      await this.#store.set(pendingKey(id), { options });
    }
  }

  async #unlock(id: string): Promise<void> {
    const lock = this.#locks.get(id);
    this.#locks.delete(id);
    await quietly(() => lock?.[Symbol.asyncDispose]());
  }
}
