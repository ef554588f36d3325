import { sendsStreams } from "../body/framing.ts";
import { assertNotDetached, type OutgoingBody } from "../body/outgoing_body.ts";
import { prepareFor, toNetworkError } from "../errors/network_error.ts";
import type { UploadError } from "../errors/upload_error.ts";
import type { ExchangeRequest } from "../request/exchange_request.ts";
import type { Reply } from "../request/protocol.ts";
import { abortable } from "../streams/abortable.ts";
import type {
  ExchangeContext,
  ExchangeController,
} from "./exchange_context.ts";
import { ExchangeState } from "./exchange_state.ts";
import { IdleTimeout } from "./idle_timeout.ts";
import { isOwnFetch } from "./native_fetch.ts";
import { openBody } from "./open_body.ts";
import { discardResponse, readResponse } from "./read_response.ts";
import {
  assertVisible,
  firstHop,
  type Hop,
  isRedirect,
  redirected,
} from "./redirect.ts";
import { sendHop } from "./send_hop.ts";
import { isAllPassed, SentBody } from "./sent_body.ts";
import { mayRepeat } from "./silent_repeat.ts";
import { toCancelError, toCutError, toTimeoutError } from "./transfer_error.ts";

/** A running request, including its redirects. */
export class Exchange {
  readonly #request: ExchangeRequest;
  readonly #context: ExchangeContext;
  readonly #controller: ExchangeController;
  readonly #state: ExchangeState;
  readonly #sent = new SentBody();
  #failure: UploadError | undefined;

  constructor(
    request: ExchangeRequest,
    context: ExchangeContext,
    controller: ExchangeController,
  ) {
    this.#request = request;
    this.#context = context;
    this.#controller = controller;
    const { open, sendsSource = true } = request;
    const part = context.progress.part(open !== undefined && sendsSource);
    this.#state = new ExchangeState(request.url, part);
  }

  /**
   * Sends the request, and reads the response.
   *
   * @throws {UploadError} If there is no complete response.
   */
  async run(): Promise<Reply> {
    const { open } = this.#request;
    const { options, progress } = this.#context;
    const { timeout } = options;
    const idle = new IdleTimeout(timeout, this.#state, () => {
      const { url, response } = this.#state;
      this.#fail(toTimeoutError(url, timeout, progress, response));
    });
    let isComplete = false;
    try {
      let hop = firstHop(this.#request, options, open !== undefined);
      for (let repeats = 0;;) {
        try {
          const next = await this.#send(hop);
          isComplete = "response" in next;
          if ("response" in next) return next;
          hop = next;
          repeats = 0;
        } catch (thrown) {
          const { signal } = this.#controller;
          // A browser may wait long for code if the network is down.
          if (!signal.aborted) await abortable(prepareFor(thrown), signal);
          if (!this.#mayRepeat(hop, thrown, repeats++)) throw thrown;
          this.#state.taken(0);
        }
      }
    } catch (thrown) {
      throw this.#toError(thrown);
    } finally {
      idle[Symbol.dispose]();
      this.#state.end(!isComplete);
    }
  }

  /** Whether the request of a hop that failed is sent again. */
  #mayRepeat(hop: Hop, thrown: unknown, repeats: number): boolean {
    const reopens = !hop.hasBody || this.#request.reopens === true;
    return reopens && !this.#controller.signal.aborted &&
      !this.#state.hasResponse && mayRepeat(hop, thrown, repeats);
  }

  /** Sends one request. Returns the reply, or the request to redirect to. */
  async #send(hop: Hop): Promise<Hop | Reply> {
    const { signal } = this.#controller;
    const { options } = this.#context;
    const { fetch, handleRedirects } = options;
    const body = await openBody(this.#request, hop, {
      fetch,
      signal,
      count: this.#state,
      pace: this.#context.pace,
      onFailure: (failure) => this.#fail(failure),
    });
    this.#state.body = body;
    try {
      signal.throwIfAborted();
      if (body !== undefined) assertNotDetached(body);
      this.#context.hop = hop;
      this.#context.response = undefined;
      const response = await sendHop(hop, body, options, signal, this.#state);
      assertVisible(hop, response);
      this.#state.response = this.#context.response = response;
      this.#state.touch();
      if (!handleRedirects || !isRedirect(response)) {
        return await this.#receive(response, body);
      }
      discardResponse(response);
      const next = redirected(hop, response, handleRedirects);
      if (body !== undefined && isAllPassed(body)) {
        this.#state.taken(body.passed);
      }
      return next;
    } finally {
      this.#state.body = undefined;
      if (body?.isStream) this.#context.closing.push(this.#sent.release(body));
    }
  }

  /**
   * Reads a response to its end. A server may respond before it has read the
   * whole body. A 2xx counts only for the whole body; any other status makes the
   * rest unnecessary.
   */
  async #receive(
    response: Response,
    body: OutgoingBody | undefined,
  ): Promise<Reply> {
    const { signal } = this.#controller;
    const { fetch, maxResponseBytes } = this.#context.options;
    const onBytes = () => this.#state.touch();
    const isOwn = isOwnFetch(fetch);
    const content = await readResponse(response, maxResponseBytes, onBytes, {
      // Runtimes use HTTP/1 for http: URLs. Browsers hide a Transfer-Encoding.
      // Once a response is cancelled, Node reads the rest of the request's body
      // without sending it.
      endsAtLength: isOwn && sendsStreams() &&
        this.#state.url.protocol === "http:" &&
        (body === undefined || isAllPassed(body)),
      signal: isOwn ? undefined : signal,
    });
    const needsAll = response.ok && !this.#request.mayStopEarly;
    const isComplete = await this.#sent.isComplete(body, needsAll, signal);
    if (needsAll && !isComplete) {
      throw toCutError(this.#state.url, response, this.#context.progress);
    }
    signal.throwIfAborted();
    this.#controller.settle?.();
    if (isComplete && body !== undefined) {
      this.#state.taken(body.size < 0 ? body.passed : body.size);
    }
    return { response, body: content };
  }

  /** Ends it at once, because the transport may not notice the failure. */
  #fail(failure: UploadError): void {
    this.#failure = failure;
    this.#controller.abort(failure);
  }

  /**
   * The path of a URL that is not that of the call. The server named it, and
   * may give an upload to anyone who has it.
   */
  get #secretPath(): string {
    const { pathname } = this.#request.url;
    const isKnown = pathname === this.#context.options.url.pathname;
    return isKnown || pathname === "/" ? "" : pathname;
  }

  #toError(thrown: unknown): UploadError {
    const { aborted, reason } = this.#controller.signal;
    return this.#failure ??
      (aborted
        ? toCancelError(reason, this.#state.url)
        : toNetworkError(thrown, this.#state.url, this.#secretPath));
  }
}
