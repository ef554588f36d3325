import { abortable } from "./abortable.ts";
import type { Running } from "./cancel_registry.ts";
import type { UploadError } from "./errors.ts";
import {
  toCancelError,
  toCutError,
  toNetworkError,
  toTimeoutError,
} from "./failures.ts";
import { IdleTimeout } from "./idle_timeout.ts";
import { envelop, type Envelope, makeEnvelope } from "./multipart.ts";
import { type OutgoingBody, startBody } from "./outgoing_body.ts";
import type { UploadRequest } from "./params.ts";
import {
  cannotSendAgain,
  checkShown,
  firstHop,
  type Hop,
  redirected,
} from "./redirect.ts";
import { type Answer, readAnswer } from "./response.ts";
import { isRepeatable, letGo, openSource } from "./source.ts";
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
export class Transfer {
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
    this.#idle = new IdleTimeout(request.timeout, {
      onIdle: () => {
        this.#idled = new DOMException("no byte moved", "TimeoutError");
        controller.abort(this.#idled);
      },
      isHeldUp: () => (this.#body?.handed ?? 0) > this.bytesTransferred,
    });
    this.#controller = controller;
    this.#signal = signal;
  }

  /**
   * Does it. When this settles, all that it held is let go of.
   *
   * @throws {UploadError} And nothing else.
   */
  async run(): Promise<Answer> {
    try {
      if (this.#signal.aborted) {
        letGo(this.#request.source, this.#signal.reason);
      }
      this.#signal.throwIfAborted();
      return await this.#exchange();
    } catch (thrown) {
      this.#observer.settled();
      throw this.#toError(thrown);
    } finally {
      this.#idle[Symbol.dispose]();
    }
  }

  async #exchange(): Promise<Answer> {
    const { multipart, contentType } = this.#request;
    const envelope = multipart && await makeEnvelope(multipart, contentType);
    let hop = firstHop(this.#request, envelope?.contentType ?? contentType);
    let sent = true;
    while (true) {
      const body = hop.hasBody ? await this.#open(hop, envelope) : undefined;
      this.#body = body;
      try {
        // It may have been cancelled while the source was being opened.
        this.#signal.throwIfAborted();
        if (hop.redirects === 0) this.#observer.began();
        const response = await this.#fetch(hop, body);
        this.#idle.received();
        const next = await this.#next(hop, response);
        if (next === undefined) {
          return await this.#receive(response, body, sent);
        }
        if (body?.handed === this.bytesEstimated) this.#taken(body.handed);
        hop = next;
      } finally {
        this.#body = undefined;
        await body?.release();
      }
      if (body !== undefined) sent = await body.whole;
    }
  }

  async #open(
    hop: Hop,
    envelope: Envelope | undefined,
  ): Promise<OutgoingBody> {
    if (hop.redirects > 0 && !isRepeatable(this.#request.source)) {
      throw cannotSendAgain(hop);
    }
    const opened = await openSource(this.#request, this.#signal);
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

  async #fetch(hop: Hop, body: OutgoingBody | undefined): Promise<Response> {
    this.#url = hop.url;
    this.response = undefined;
    const response = await this.#transport.send(hop, body, this.#signal);
    checkShown(hop, response);
    return this.response = response;
  }

  /** Where an answer redirects to, if that is to be followed; its body is then let go of. */
  async #next(hop: Hop, response: Response): Promise<Hop | undefined> {
    if (!this.#request.handleRedirects) return undefined;
    try {
      const next = redirected(hop, response);
      if (next !== undefined) await this.#refuse(response);
      return next;
    } catch (thrown) {
      await this.#refuse(response);
      throw thrown;
    }
  }

  /** Wants nothing of what an answer says. That this may fail, or hang, changes nothing. */
  async #refuse({ body }: Response): Promise<void> {
    if (body === null) return;
    await this.#transport.settle(body.cancel(), this.#signal).catch(() => {});
  }

  /** @param sent Whether the body, of this request or of the last one that had one, was handed over whole. */
  async #receive(
    response: Response,
    body: OutgoingBody | undefined,
    sent: boolean,
  ): Promise<Answer> {
    const { maxResponseBytes } = this.#request;
    const onBytes = () => this.#idle.received();
    const reading = readAnswer(response, maxResponseBytes, onBytes);
    const answer = await this.#transport.settle(reading, this.#signal);
    if (this.#failure !== undefined) throw this.#failure;
    // After a redirect to a GET nobody asks for the rest of the body, but its answer is no success.
    if (body === undefined && !sent && response.ok) {
      throw toCutError(this.#url, response, this);
    }
    const isWhole = body !== undefined && await this.#isWhole(response, body);
    this.#signal.throwIfAborted();
    this.#observer.settled();
    if (isWhole) this.#taken(body.handed);
    return answer;
  }

  /** A server may answer before it has read all. Success it means of the whole; after any other answer nobody wants the rest. */
  async #isWhole(response: Response, body: OutgoingBody): Promise<boolean> {
    const hasAll = body.handed === this.bytesEstimated;
    if (!response.ok || !body.isStream) return hasAll;
    if (await abortable(body.whole, this.#signal)) return true;
    throw toCutError(this.#url, response, this);
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
