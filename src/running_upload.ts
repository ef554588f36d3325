import { property } from "./errors/attempt.ts";
import { withCallerStack } from "./errors/caller_stack.ts";
import { toJsonError, toStatusError } from "./errors/response_error.ts";
import { UploadError } from "./errors/upload_error.ts";
import type {
  UploadAnsweredEvent,
  UploadEndedEvent,
} from "./events/ended_event.ts";
import { EventChannel, type UnreadEvents } from "./events/event_channel.ts";
import { PhaseQueue } from "./events/phase_queue.ts";
import { makeRequestId } from "./events/request_id.ts";
import type { UploadEvent } from "./events/upload_event.ts";
import { EventMaker } from "./event_maker.ts";
import type { Upload } from "./handle.ts";
import { mediaTypeOf } from "./request/content_type.ts";
import type { Reply } from "./request/protocol.ts";
import type { UploadRequest } from "./request/upload_request.ts";
import { cancel, register, unregister } from "./transfer/cancel_registry.ts";
import { Progress } from "./transfer/progress.ts";
import { Transfer } from "./transfer/transfer.ts";

const UTF_8 = new TextDecoder();

/** Is notified of the progress of an upload. */
export interface UploadWatcher {
  /** More events can be taken. */
  changed(): void;
  /** The transport took more bytes; 0 if they were stored before. */
  took(bytes: number): void;
}

/** An upload that has started. */
export class RunningUpload implements Upload {
  readonly requestId = makeRequestId();
  readonly ended: Promise<UploadEndedEvent>;
  readonly #maker: EventMaker;
  readonly #transfer: Transfer;
  readonly #events: PhaseQueue<UploadEvent>;
  #channel: EventChannel<UploadEvent> | undefined;
  #reply: Reply | undefined;

  /** The events of an upload, to take instead of iterating over it. */
  static eventsOf(upload: RunningUpload): UnreadEvents<UploadEvent> {
    return upload.#events;
  }

  /** The error for a last event whose status is not 200 to 299. */
  static statusErrorOf(
    upload: RunningUpload,
    event: UploadAnsweredEvent,
  ): UploadError {
    const reason = upload.#reply?.reason ??
      property(upload.#reply?.response, "statusText");
    return toStatusError(
      event,
      typeof reason === "string" ? reason : "",
      upload.#reply?.hint,
    );
  }

  constructor(request: UploadRequest, watcher?: UploadWatcher) {
    const { url, progress: sendsProgress, progressInterval } = request;
    const progress = new Progress((bytes) => {
      watcher?.took(bytes);
      if (sendsProgress) this.#events.moved();
    });
    this.#maker = new EventMaker(this.requestId, url.href, progress);
    this.#events = new PhaseQueue({
      progress: () => this.#maker.progress(),
      interval: progressInterval,
    }, () => {
      this.#channel?.wake();
      watcher?.changed();
    });
    const controller = register(this.requestId, request.signal);
    this.#transfer = new Transfer(request, progress, controller, {
      began: () => {
        if (sendsProgress) this.#events.happened(this.#maker.began());
      },
      retrying: (retry) => {
        if (sendsProgress) this.#events.happened(this.#maker.retrying(retry));
      },
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

  #end(outcome: Reply | UploadError): UploadEndedEvent {
    if (!(outcome instanceof UploadError)) this.#reply = outcome;
    const event = this.#maker.ended(outcome, this.#transfer);
    this.#events.ended(event, event.isError);
    return event;
  }
}
