import { abortable } from "../streams/abortable.ts";
import type { Running } from "./cancel_registry.ts";
import type { UploadError } from "../errors/upload_error.ts";
import { toCancelError, toCutError, toTimeoutError } from "./transfer_error.ts";
import { toNetworkError } from "../errors/network_error.ts";
import { IdleTimeout, type Line } from "./idle_timeout.ts";
import { envelop, type Envelope, makeEnvelope } from "../body/form_envelope.ts";
import {
  checkKept,
  type OutgoingBody,
  startBody,
  startWholeBody,
} from "../body/outgoing_body.ts";
import type { UploadRequest } from "../request/upload_request.ts";
import {
  cannotSendAgain,
  checkShown,
  firstHop,
  type Hop,
  isRedirect,
  redirected,
} from "./redirect.ts";
import { type Answer, readAnswer } from "./read_answer.ts";
import { bytesAtHand, openSource } from "../source/open_source.ts";
import {
  adoptSource,
  cancelSource,
  isRepeatable,
} from "../source/upload_source.ts";
import { isReadable, unreadableBlob } from "../source/blob_source.ts";
import { type Transport, transportOf } from "./transport.ts";

/** Told how a transfer goes. */
export interface TransferObserver {
  /** The source is open; the connection is not. */
  began(): void;
  /** The count of bytes has changed. */
  moved(): void;
  /** What it ends with is certain: nothing cancels it any more. */
  settled(): void;
}

/** One upload on its way: the requests that it takes, from the first to the answer. */
export class Transfer implements Line {
  /** Bytes of the body that the transport has taken. */
  bytesTransferred = 0;
  /** Bytes of the whole body; -1 where that is not known. */
  bytesEstimated = -1;
  /** The answer, as far as its headers, once they came. */
  response: Response | undefined;

  readonly #request: UploadRequest;
  readonly #observer: TransferObserver;
  readonly #transport: Transport;
  readonly #idle: IdleTimeout;
  readonly #controller: AbortController;
  readonly #signal: AbortSignal;
  #failure: UploadError | undefined;
  /** What it was aborted with when no byte had moved for too long. */
  #idled: DOMException | undefined;
  /** Whether the source was opened, and so is closed with the body of its request. */
  #isOpened = false;
  /** Of the request at hand. */
  #body: OutgoingBody | undefined;
  /** Where the request at hand goes: redirects change it. */
  #url: URL;

  /** @param running Stops it: for the caller, and for what goes wrong on the way. */
  constructor(
    request: UploadRequest,
    { controller, signal }: Running,
    observer: TransferObserver,
  ) {
    this.#request = request;
    this.#url = request.url;
    this.#observer = observer;
    this.#transport = transportOf(request.fetch);
    this.#idle = new IdleTimeout(request.timeout, this);
    this.#controller = controller;
    this.#signal = signal;
  }

  /** Whether the transport waits for the line, else for the source. */
  isHeldUp(): boolean {
    return (this.#body?.handed ?? 0) > this.bytesTransferred;
  }

  /** No byte has moved for too long. */
  onIdle(): void {
    this.#idled = new DOMException("no byte moved", "TimeoutError");
    this.#controller.abort(this.#idled);
  }

  /** Does it. When this settles, all that it held is let go of; it never rejects. */
  run(): Promise<Answer | UploadError> {
    const { source } = this.#request;
    adoptSource(source);
    return this.#exchange().catch((thrown) => {
      if (!this.#isOpened) cancelSource(source, this.#signal.reason ?? thrown);
      this.#settle();
      return this.#toError(thrown);
    });
  }

  async #exchange(): Promise<Answer> {
    const { multipart, contentType, handleRedirects } = this.#request;
    this.#signal.throwIfAborted();
    const envelope = multipart && await makeEnvelope(multipart, contentType);
    let hop = firstHop(this.#request, envelope?.contentType ?? contentType);
    let sent = true;
    while (true) {
      // Waited for in any case: who cancels right after the call sends nothing.
      const body = hop.hasBody
        ? await (this.#bodyAtHand(envelope) ?? this.#open(hop, envelope))
        : undefined;
      this.#body = body;
      try {
        // Meanwhile it may have been cancelled, or its memory given away.
        this.#signal.throwIfAborted();
        if (body !== undefined) checkKept(body);
        if (hop.redirects === 0) this.#observer.began();
        this.#url = hop.url;
        this.response = undefined;
        const response = await this.#send(hop, body);
        checkShown(hop, response);
        this.response = response;
        this.#idle.received();
        if (!handleRedirects || !isRedirect(response)) {
          const { maxResponseBytes } = this.#request;
          const onBytes = () => this.#idle.received();
          const reading = readAnswer(response, maxResponseBytes, onBytes);
          const answer = await this.#transport.settle(reading, this.#signal);
          let isWhole = body === undefined ? sent : this.#hasAll(body);
          if (body?.isStream && response.ok) {
            isWhole = await abortable(body.whole, this.#signal);
          }
          this.#accept(response, isWhole);
          if (isWhole && body !== undefined) this.#taken(body.handed);
          return answer;
        }
        hop = await this.#next(hop, response);
        if (body !== undefined && this.#hasAll(body)) this.#taken(body.handed);
      } finally {
        this.#body = undefined;
        if (body?.isStream) await body.release();
      }
      if (body !== undefined) sent = !body.isStream || await body.whole;
    }
  }

  async #send(hop: Hop, body: OutgoingBody | undefined): Promise<Response> {
    try {
      return await this.#transport.send(hop, body, this.#signal);
    } catch (thrown) {
      const { source } = this.#request;
      // A browser reads the file of a whole Blob by itself, and does not tell that it could not.
      const isRead = body?.body instanceof Blob && !body.isStream &&
        source instanceof Blob;
      if (isRead && !await isReadable(source)) throw unreadableBlob(thrown);
      throw thrown;
    }
  }

  /** The body of a source of which nothing has to be opened or counted, and so nothing waited for. */
  #bodyAtHand(envelope: Envelope | undefined): OutgoingBody | undefined {
    const bytes = envelope ? undefined : bytesAtHand(this.#request);
    if (bytes === undefined) return undefined;
    this.bytesTransferred = 0;
    this.bytesEstimated = bytes.byteLength;
    return startWholeBody(bytes);
  }

  async #open(
    hop: Hop,
    envelope: Envelope | undefined,
  ): Promise<OutgoingBody> {
    if (hop.redirects > 0 && !isRepeatable(this.#request.source)) {
      throw cannotSendAgain(hop);
    }
    const opened = await openSource(this.#request, this.#signal);
    this.#isOpened = true;
    const source = envelope ? envelop(opened, envelope) : opened;
    this.bytesTransferred = 0;
    this.bytesEstimated = source.size;
    const body = await startBody(source, this.#signal, {
      freesChunks: this.#transport.holdsChunks,
      onCollected: () => this.#idle.received(),
      onTaken: (total) => this.#taken(total),
      onFailure: (failure) => {
        this.#failure = failure;
        // The transport does not always see that its body has failed.
        this.#controller.abort(failure);
      },
    });
    this.bytesEstimated = body.size;
    return body;
  }

  /** Where an answer redirects to. Nothing of what it says is wanted: that letting go of it may fail, or hang, changes nothing. */
  async #next(hop: Hop, response: Response): Promise<Hop> {
    try {
      return redirected(hop, response);
    } finally {
      const cancelling = response.body?.cancel() ?? Promise.resolve();
      await this.#transport.settle(cancelling, this.#signal).catch(() => {});
    }
  }

  /**
   * Takes an answer for the outcome. A server may answer before it has read all: success it means
   * of the whole, after any other answer nobody wants the rest.
   */
  #accept(response: Response, isWhole: boolean): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (response.ok && !isWhole) throw toCutError(this.#url, response, this);
    this.#signal.throwIfAborted();
    this.#settle();
  }

  /** What it ends with is certain: there is nothing left to cancel, or to wait for. */
  #settle(): void {
    this.#idle[Symbol.dispose]();
    this.#observer.settled();
  }

  #hasAll(body: OutgoingBody): boolean {
    return body.handed === this.bytesEstimated;
  }

  #taken(total: number): void {
    this.#idle.sent(total);
    if (total === this.bytesTransferred && this.bytesEstimated !== 0) return;
    this.bytesTransferred = total;
    this.#observer.moved();
  }

  #toError(thrown: unknown): UploadError {
    if (this.#failure !== undefined) return this.#failure;
    const { aborted, reason } = this.#signal;
    if (!aborted) return toNetworkError(thrown, this.#url);
    if (reason !== this.#idled) return toCancelError(reason, this.#url);
    return toTimeoutError(thrown, this.#url, this.#request.timeout, this);
  }
}
