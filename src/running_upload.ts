import { property } from "./errors/attempt.ts";
import { withCallerStack } from "./errors/caller_stack.ts";
import { toNetworkError } from "./errors/network_error.ts";
import { toJsonError, toStatusError } from "./errors/response_error.ts";
import { describe, UploadError } from "./errors/upload_error.ts";
import type {
  UploadAnsweredEvent,
  UploadEndedEvent,
  UploadFailedEvent,
} from "./events/ended_event.ts";
import type { UploadEventBase } from "./events/event_base.ts";
import { EventChannel, type UnreadEvents } from "./events/event_channel.ts";
import { PhaseQueue } from "./events/phase_queue.ts";
import { makeRequestId } from "./events/request_id.ts";
import { toResponseHeaders } from "./events/response_headers.ts";
import type {
  UploadEvent,
  UploadProgressEvent,
} from "./events/upload_event.ts";
import type { Upload } from "./handle.ts";
import { mediaTypeOf } from "./request/content_type.ts";
import type { Reply } from "./request/protocol.ts";
import type { UploadRequest } from "./request/upload_request.ts";
import { cancel, register, unregister } from "./transfer/cancel_registry.ts";
import { Progress } from "./transfer/progress.ts";
import type { Retry } from "./transfer/retry_plan.ts";
import { Transfer } from "./transfer/transfer.ts";

const UTF_8 = new TextDecoder();

/** Informed of what becomes of an upload. */
export interface UploadWatcher {
  /** There is more to take from its events. */
  changed(): void;
  /** The transport took so many bytes more; 0 if they were stored before. */
  took(bytes: number): void;
}

/** An upload that has started. */
export class RunningUpload implements Upload {
  readonly requestId = makeRequestId();
  readonly ended: Promise<UploadEndedEvent>;
  readonly #request: UploadRequest;
  readonly #progress: Progress;
  readonly #transfer: Transfer;
  readonly #events: PhaseQueue<UploadEvent>;
  #channel: EventChannel<UploadEvent> | undefined;
  #statusText = "";

  /** The events of an upload, to be taken in place of iterating over it. */
  static eventsOf(upload: RunningUpload): UnreadEvents<UploadEvent> {
    return upload.#events;
  }

  /** The error for a last event whose status is not 200 to 299. */
  static statusErrorOf(
    upload: RunningUpload,
    event: UploadAnsweredEvent,
  ): UploadError {
    return toStatusError(event, upload.#statusText);
  }

  constructor(request: UploadRequest, watcher?: UploadWatcher) {
    this.#request = request;
    this.#events = new PhaseQueue({
      progress: () => this.#progressEvent(),
      interval: request.progressInterval,
    }, () => {
      this.#channel?.wake();
      watcher?.changed();
    });
    const controller = register(this.requestId, request.signal);
    this.#progress = new Progress((bytes) => {
      watcher?.took(bytes);
      if (request.progress) this.#events.moved();
    });
    this.#transfer = new Transfer(request, this.#progress, controller, {
      began: () => this.#began(),
      retrying: (retry) => this.#retrying(retry),
      settled: () => unregister(this.requestId),
    });
    this.ended = this.#transfer.run().then((outcome) => this.#end(outcome));
  }

  then<Fulfilled = UploadEndedEvent, Rejected = never>(
    onFulfilled?:
      | ((event: UploadEndedEvent) => Fulfilled | PromiseLike<Fulfilled>)
      | null,
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected> {
    return this.ended.then(onFulfilled, onRejected);
  }

  async orThrow(): Promise<UploadAnsweredEvent> {
    const event = await this.ended;
    if (event.isError) throw withCallerStack(event.error);
    if (!event.ok) throw RunningUpload.statusErrorOf(this, event);
    return event;
  }

  async json<Value = unknown>(): Promise<Value> {
    const event = await this.orThrow();
    const { response, responseHeaders } = event;
    const text = typeof response === "string"
      ? response
      : UTF_8.decode(response);
    try {
      return JSON.parse(text);
    } catch {
      const type = mediaTypeOf(responseHeaders["content-type"] ?? "");
      throw toJsonError(event, type, text === "");
    }
  }

  cancel(reason?: unknown): boolean {
    return cancel(this.requestId, reason);
  }

  [Symbol.asyncIterator](): AsyncIterator<UploadEvent, undefined> {
    if (this.#channel !== undefined) {
      throw new TypeError(
        "upload: the events are already being iterated",
      );
    }
    const leave = () => this[Symbol.asyncDispose]();
    return this.#channel = new EventChannel(this.#events, leave);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cancel();
    await this.ended;
  }

  #began(): void {
    if (!this.#request.progress) return;
    this.#events.happened({ ...this.#base(), phase: "began", isError: false });
  }

  #retrying(retry: Retry): void {
    if (!this.#request.progress) return;
    this.#events.happened({
      ...this.#base(),
      phase: "retrying",
      isError: false,
      ...retry,
    });
  }

  #end(outcome: Reply | UploadError): UploadEndedEvent {
    const event = this.#endedEvent(outcome);
    this.#events.ended(event, event.isError);
    return event;
  }

  #endedEvent(outcome: Reply | UploadError): UploadEndedEvent {
    try {
      return outcome instanceof UploadError
        ? this.#failed(outcome)
        : this.#answered(outcome);
    } catch (thrown) {
      // A response of a custom `fetch` may have getters that throw.
      this.#transfer.response = undefined;
      return this.#failed(toNetworkError(thrown, this.#request.url));
    }
  }

  #progressEvent(): UploadProgressEvent {
    const { bytesPerSecond, secondsRemaining } = this.#progress;
    return {
      ...this.#base(),
      phase: "progress",
      isError: false,
      bytesPerSecond,
      secondsRemaining,
    };
  }

  #answered({ response, body }: Reply): UploadAnsweredEvent {
    const { ok } = response;
    const statusText = property(response, "statusText");
    if (typeof statusText === "string") this.#statusText = statusText;
    if (ok) this.#progress.complete();
    const { bytesTransferred, bytesEstimated } = this.#progress;
    const isComplete = ok || bytesTransferred === bytesEstimated;
    return {
      ...this.#endedBase(response, isComplete),
      ok,
      isError: false,
      ...body,
    };
  }

  #failed(error: UploadError): UploadFailedEvent {
    return {
      ...this.#endedBase(this.#transfer.response, false),
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
      bytesStored: this.#progress.bytesStored,
      bytesEstimated: this.#progress.bytesEstimated,
    };
  }

  #endedBase(response: Response | undefined, isComplete: boolean) {
    return {
      ...this.#base(),
      bytesPerSecond: this.#progress.average(isComplete),
      secondsRemaining: isComplete ? 0 : -1,
      ...this.#transfer.destination,
      phase: "ended" as const,
      status: response?.status ?? -1,
      responseHeaders: response ? toResponseHeaders(response.headers) : {},
    };
  }
}
