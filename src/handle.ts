import { toNetworkError } from "./errors/network_error.ts";
import { describe, UploadError } from "./errors/upload_error.ts";
import { PhaseChannel } from "./events/event_channel.ts";
import type {
  EndedEvent,
  UploadEvent,
  UploadEventBase,
} from "./events/upload_event.ts";
import type { Reply } from "./request/protocol.ts";
import type { UploadRequest } from "./request/upload_request.ts";
import { cancel, register, unregister } from "./transfer/cancel_registry.ts";
import { Progress } from "./transfer/progress.ts";
import type { Retry } from "./transfer/retry_plan.ts";
import { Transfer } from "./transfer/transfer.ts";

/**
 * A running upload: an async iterable of its events, for one consumer.
 *
 * It runs whether or not its events are iterated. Leaving the loop early and
 * the end of the scope of `await using` cancel it, and wait for cleanup.
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
 */
export interface Upload extends AsyncIterable<UploadEvent>, AsyncDisposable {
  /**
   * The id of the upload, also in each of its events. `cancel()` accepts it.
   */
  readonly requestId: string;
  /**
   * The last event. It never rejects: a failure is an event with `isError`.
   * When it settles, the file, the source and the timers are closed.
   */
  readonly ended: Promise<EndedEvent>;
  /**
   * Cancels the upload, which then ends with code `cancelled`.
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

/** Starts an upload. */
export function startUpload(request: UploadRequest): Upload {
  return new RunningUpload(request);
}

class RunningUpload implements Upload {
  readonly requestId = makeRequestId();
  readonly ended: Promise<EndedEvent>;
  readonly #request: UploadRequest;
  readonly #progress: Progress;
  readonly #transfer: Transfer;
  readonly #channel: PhaseChannel<UploadEvent>;
  #isIterated = false;

  constructor(request: UploadRequest) {
    this.#request = request;
    this.#channel = new PhaseChannel({
      progress: () => this.#event("progress"),
      interval: request.progressInterval,
    }, () => this[Symbol.asyncDispose]());
    const controller = register(this.requestId, request.signal);
    this.#progress = new Progress(() => this.#moved());
    this.#transfer = new Transfer(request, this.#progress, controller, {
      began: () => this.#began(),
      retrying: (retry) => this.#retrying(retry),
      settled: () => unregister(this.requestId),
    });
    this.ended = this.#transfer.run().then((outcome) => this.#end(outcome));
  }

  cancel(reason?: unknown): boolean {
    return cancel(this.requestId, reason);
  }

  [Symbol.asyncIterator](): AsyncIterator<UploadEvent, undefined> {
    if (this.#isIterated) {
      throw new TypeError(
        "upload: the events are already being iterated",
      );
    }
    this.#isIterated = true;
    return this.#channel;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cancel();
    await this.ended;
  }

  #began(): void {
    if (this.#request.progress) this.#channel.happened(this.#event("began"));
  }

  #retrying(retry: Retry): void {
    if (!this.#request.progress) return;
    this.#channel.happened({ ...this.#event("retrying"), ...retry });
  }

  #moved(): void {
    if (this.#request.progress) this.#channel.moved();
  }

  #end(outcome: Reply | UploadError): EndedEvent {
    const event = this.#endedEvent(outcome);
    this.#channel.ended(event, event.isError);
    return event;
  }

  #endedEvent(outcome: Reply | UploadError): EndedEvent {
    try {
      return outcome instanceof UploadError
        ? this.#failed(outcome)
        : this.#responded(outcome);
    } catch (thrown) {
      // A response of a custom `fetch` may have getters that throw.
      this.#transfer.response = undefined;
      return this.#failed(toNetworkError(thrown, this.#request.url));
    }
  }

  #event<Phase extends "began" | "progress" | "retrying">(
    phase: Phase,
  ): UploadEventBase & { phase: Phase; isError: false } {
    return { ...this.#base(), phase, isError: false };
  }

  #responded({ response, body }: Reply): EndedEvent {
    return {
      ...this.#endedBase(response),
      ok: response.ok,
      isError: false,
      ...body,
    };
  }

  #failed(error: UploadError): EndedEvent {
    return {
      ...this.#endedBase(this.#transfer.response),
      ok: false,
      isError: true,
      responseType: "text",
      response: describe(error),
      error,
    };
  }

  #base(): UploadEventBase {
    return {
      name: "networkRequest",
      requestId: this.requestId,
      url: this.#request.url.href,
      bytesTransferred: this.#progress.bytesTransferred,
      bytesEstimated: this.#progress.bytesEstimated,
    };
  }

  #endedBase(response: Response | undefined) {
    return {
      ...this.#base(),
      ...this.#transfer.destination,
      phase: "ended" as const,
      status: response?.status ?? -1,
      responseHeaders: response?.headers ?? new Headers(),
    };
  }
}

/**
 * Makes an id. Pages of plain http have no `randomUUID` (Web Cryptography API
 * §10.1, SecureContext).
 */
function makeRequestId(): string {
  return crypto.randomUUID?.() ??
    crypto.getRandomValues(new Uint32Array(4)).join("-");
}
