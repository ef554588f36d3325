import { toNetworkError } from "./errors/network_error.ts";
import { describe, UploadError } from "./errors/upload_error.ts";
import type {
  UploadAnsweredEvent,
  UploadEndedEvent,
  UploadFailedEvent,
} from "./events/ended_event.ts";
import type { UploadEventBase } from "./events/event_base.ts";
import { exactOf, keepExact } from "./events/exact_response.ts";
import { toResponseHeaders } from "./events/response_headers.ts";
import type {
  UploadBeganEvent,
  UploadProgressEvent,
  UploadRetryingEvent,
} from "./events/upload_event.ts";
import type { Reply } from "./request/protocol.ts";
import type { Progress } from "./transfer/progress.ts";
import type { Retry } from "./transfer/retry_plan.ts";
import type { Transfer } from "./transfer/transfer.ts";

/** Where the last request of an upload went, and the response to it. */
type LastRequest = Pick<Transfer, "destination" | "response">;

/** Makes the events of an upload from its current state. */
export class EventMaker {
  readonly #requestId: string;
  readonly #url: string;
  readonly #progress: Progress;

  /** @param url The URL of the call, without user and password. */
  constructor(requestId: string, url: string, progress: Progress) {
    this.#requestId = requestId;
    this.#url = url;
    this.#progress = progress;
  }

  began(): UploadBeganEvent {
    return { ...this.#base(), phase: "began", isError: false };
  }

  retrying(retry: Retry): UploadRetryingEvent {
    return { ...this.#base(), phase: "retrying", isError: false, ...retry };
  }

  progress(): UploadProgressEvent {
    const { bytesPerSecond, secondsRemaining } = this.#progress;
    return {
      ...this.#base(),
      phase: "progress",
      isError: false,
      bytesPerSecond,
      secondsRemaining,
    };
  }

  ended(outcome: Reply | UploadError, last: LastRequest): UploadEndedEvent {
    try {
      return outcome instanceof UploadError
        ? this.failed(outcome, last)
        : this.#answered(outcome, last);
    } catch (thrown) {
      // A response of a custom `fetch` may have getters that throw.
      last.response = undefined;
      return this.failed(toNetworkError(thrown, new URL(this.#url)), last);
    }
  }

  failed(error: UploadError, last: LastRequest): UploadFailedEvent {
    return {
      ...this.#endedBase(last.response, false, last),
      ok: false,
      isError: true,
      responseType: "text",
      response: describe(error),
      error,
    };
  }

  #answered({ response, body }: Reply, last: LastRequest): UploadAnsweredEvent {
    const { ok } = response;
    if (ok) this.#progress.complete();
    const { bytesTransferred, bytesEstimated } = this.#progress;
    const isComplete = ok || bytesTransferred === bytesEstimated;
    const base = this.#endedBase(response, isComplete, last);
    const exact = exactOf(body);
    if (exact !== undefined) keepExact(base.responseHeaders, exact);
    return { ...base, ok, isError: false, ...body };
  }

  #base(): UploadEventBase {
    const { bytesTransferred, bytesStored, bytesEstimated } = this.#progress;
    return {
      name: "networkRequest",
      requestId: this.#requestId,
      url: this.#url,
      bytesTransferred,
      bytesStored,
      bytesEstimated,
    };
  }

  #endedBase(
    response: Response | undefined,
    isComplete: boolean,
    { destination }: LastRequest,
  ) {
    return {
      ...this.#base(),
      bytesPerSecond: this.#progress.average(isComplete),
      secondsRemaining: isComplete ? 0 : -1,
      ...destination,
      phase: "ended" as const,
      status: response?.status ?? -1,
      responseHeaders: response ? toResponseHeaders(response.headers) : {},
    };
  }
}
