import { toStreamReason } from "../errors/cause.ts";
import { toNetworkError } from "../errors/network_error.ts";
import { isUploadError, type UploadError } from "../errors/upload_error.ts";
import type { OpenUpload, Reply } from "../request/protocol.ts";
import type { UploadRequest } from "../request/upload_request.ts";
import { adoptSource, cancelSource } from "../source/ownership.ts";
import type { OpenSource } from "../source/source.ts";
import type { Pace } from "../streams/pace.ts";
import { runAttempts } from "./attempts.ts";
import { type Destination, destinationOf } from "./destination.ts";
import { Exchange } from "./exchange.ts";
import {
  apart,
  type ExchangeContext,
  type ExchangeController,
} from "./exchange_context.ts";
import { makePace } from "./make_pace.ts";
import { type OpenContent, openContent } from "./open_content.ts";
import type { Progress } from "./progress.ts";
import type { Retry } from "./retry_plan.ts";
import { sendIn } from "./send_in.ts";
import { singleRequest } from "./single_request.ts";
import { toCancelError, toTimeoutError } from "./transfer_error.ts";

/** Is notified of the stages of a transfer. */
interface TransferObserver {
  /** The source is open, but the connection is not. */
  began(): void;
  /** Another attempt follows. */
  retrying(retry: Retry): void;
  /** The outcome is final, so the transfer can no longer be cancelled. */
  settled(): void;
}

/** Runs an upload: opens its source, and sends it by its protocol. */
export class Transfer implements ExchangeContext, ExchangeController {
  readonly options: UploadRequest;
  readonly progress: Progress;
  readonly pace: Pace | undefined;
  hop: ExchangeContext["hop"];
  response: Response | undefined;
  readonly closing: Promise<void>[] = [];
  readonly #observer: TransferObserver;
  readonly #controller: AbortController;
  #failure: UploadError | undefined;

  /** @param controller Cancels it. */
  constructor(
    request: UploadRequest,
    progress: Progress,
    controller: AbortController,
    observer: TransferObserver,
  ) {
    this.options = request;
    this.hop = { url: request.url, method: request.method, redirects: 0 };
    this.progress = progress;
    this.pace = makePace(request);
    this.#controller = controller;
    this.#observer = observer;
  }

  /**
   * Uploads. Never rejects. All resources are closed when this settles.
   */
  async run(): Promise<Reply | UploadError> {
    const { signal } = this.#controller;
    adoptSource(this.options.source);
    let content: OpenContent | undefined;
    let outcome: Reply | UploadError;
    try {
      // Await once even if ready, so that an immediate cancel sends nothing.
      content = await this.#open();
      outcome = await this.#send(content);
    } catch (thrown) {
      outcome = this.#toError(thrown);
    }
    this.settle();
    this.#close(content?.source, toStreamReason(signal.reason ?? outcome));
    if (this.closing.length > 0) await Promise.all(this.closing);
    return outcome;
  }

  #close(source: OpenSource | undefined, reason: unknown): void {
    if (source === undefined) return cancelSource(this.options.source, reason);
    const closing = source.close(reason);
    if (closing !== undefined) this.closing.push(closing);
  }

  /** The destination of the last request. */
  get destination(): Destination {
    return destinationOf(this.hop, this.response);
  }

  /** Aborts when the upload is cancelled or fails. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Ends the upload because of a failure. */
  abort(failure: UploadError): void {
    this.#failure = failure;
    this.#controller.abort(failure);
  }

  /**
   * Records that the outcome is final, so that it can no longer be cancelled.
   */
  settle(): void {
    this.#observer.settled();
  }

  #open(): OpenContent | Promise<OpenContent> {
    const { signal } = this.#controller;
    signal.throwIfAborted();
    return openContent(this.options, signal, () => {
      const { timeout, url } = this.options;
      this.abort(toTimeoutError(url, timeout, this.progress));
    });
  }

  #send({ source, contentType }: OpenContent): Promise<Reply> {
    this.#controller.signal.throwIfAborted();
    const { url, method, headers, handleRedirects } = this.options;
    const { protocol, retry } = this.options;
    this.progress.bytesEstimated = source.size;
    this.#observer.began();
    const upload: OpenUpload = {
      url,
      method,
      headers,
      keepHeaders: handleRedirects ? handleRedirects.keepHeaders : [],
      contentType,
      source,
      signal: this.#controller.signal,
      acknowledge: (bytesStored) => this.progress.acknowledge(bytesStored),
      onFailure() {},
    };
    return protocol === undefined && retry === undefined
      ? singleRequest(
        upload,
        (request) => new Exchange(request, this, this).run(),
      )
      : this.#attempt(upload);
  }

  async #attempt(upload: OpenUpload): Promise<Reply> {
    const context = {
      progress: this.progress,
      retrying: (retry: Retry) => this.#observer.retrying(retry),
    };
    const reply = await runAttempts(upload, this.options, context, {
      send: sendIn(this),
      sendApart: sendIn(apart(this)),
    });
    upload.signal.throwIfAborted();
    this.settle();
    return reply;
  }

  #toError(thrown: unknown): UploadError {
    if (this.#failure !== undefined) return this.#failure;
    const { aborted, reason } = this.#controller.signal;
    // A failure may be on its way here when the upload is cancelled.
    const isCancel = isUploadError(thrown) && thrown.cause === reason;
    return aborted && !isCancel
      ? toCancelError(reason, this.options.url)
      : toNetworkError(thrown, this.options.url);
  }
}
