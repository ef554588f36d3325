import type { UploadError } from "../errors/upload_error.ts";
import type { UploadRequest } from "../request/upload_request.ts";
import type { Pace } from "../streams/pace.ts";
import type { Progress } from "./progress.ts";
import type { Hop } from "./redirect.ts";

/** The context that all exchanges of an upload share. */
export interface ExchangeContext {
  readonly options: Pick<
    UploadRequest,
    | "url"
    | "fetch"
    | "progress"
    | "timeout"
    | "handleRedirects"
    | "credentials"
    | "maxResponseBytes"
    | "retry"
  >;
  readonly progress: Progress;
  /** Limits the rate of all requests together. */
  readonly pace: Pace | undefined;
  /** The last request. */
  hop: Pick<Hop, "url" | "method" | "redirects">;
  /** The head of the response to the last request, once it has begun. */
  response: Response | undefined;
  /**
   * Bodies that are being closed. The upload waits for them, but further requests
   * do not.
   */
  readonly closing: Promise<void>[];
}

/**
 * A copy of a context, for requests that are no part of the outcome: they record
 * their `hop` and `response` in it.
 */
export function apart(context: ExchangeContext): ExchangeContext {
  return { ...context };
}

/**
 * Aborts an exchange: a controller of its own, or the upload, if it is the only
 * exchange.
 */
export interface ExchangeController {
  readonly signal: AbortSignal;
  abort(failure: UploadError): void;
  /**
   * Called when the response is complete, before the last progress is reported.
   */
  settle?(): void;
}
