import type { BodyOptions } from "../body/body_options.ts";
import { type OutgoingBody, startBody } from "../body/outgoing_body.ts";
import type { FetchLike } from "../request/fetch_like.ts";
import type { ExchangeRequest } from "../request/exchange_request.ts";
import type { SourceBytes } from "../source/source.ts";
import { abortable } from "../streams/abortable.ts";
import { isOwnFetch, isReadByDeno } from "./native_fetch.ts";
import { cannotSendAgain, type Hop } from "./redirect.ts";
import { isRepeatable } from "./silent_repeat.ts";

/** Options of {@linkcode openBody}. */
interface OpenBodyOptions
  extends Pick<BodyOptions, "signal" | "count" | "pace" | "onFailure"> {
  readonly fetch: FetchLike | undefined;
}

/**
 * Opens the body of a hop, if it has one. After a redirect its bytes count from 0
 * again.
 *
 * @throws {UploadError} `source` if the bytes cannot be opened, or not again.
 */
export function openBody(
  { open, reopens = false }: ExchangeRequest,
  hop: Hop,
  { fetch, signal, count, pace, onFailure }: OpenBodyOptions,
): OutgoingBody | undefined | Promise<OutgoingBody> {
  if (!hop.hasBody || open === undefined) return undefined;
  if (hop.redirects > 0) {
    if (!reopens) throw cannotSendAgain(hop);
    count.taken(0);
  }
  const start = (bytes: SourceBytes) =>
    startBody(bytes, isRepeatable(hop), {
      signal,
      count,
      pace,
      reopen: reopens ? open : undefined,
      keepsCopies: !reopens && !isOwnFetch(fetch),
      freesChunks: () => fetch === undefined && isReadByDeno(),
      onFailure,
    });
  const bytes = open();
  return bytes instanceof Promise
    ? abortable(bytes, signal, ({ stream }) => stream.cancel()).then(start)
    : start(bytes);
}
