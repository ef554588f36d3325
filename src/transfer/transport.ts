import type { OutgoingBody } from "../body/outgoing_body.ts";
import type { FetchLike } from "../request/fetch_like.ts";
import { isReadable, unreadableBlob } from "../source/blob.ts";
import { abortable } from "../streams/abortable.ts";
import { credentialsInit } from "./credentials.ts";
import { fetchOnce } from "./fetch_once.ts";
import { assertResponse } from "./given_response.ts";
import { callNativeFetch, isOwnFetch } from "./native_fetch.ts";
import { requestNetPermission } from "./net_permission.ts";
import { discardResponse } from "./read_response.ts";
import type { Hop } from "./redirect.ts";
import { isRepeatable } from "./silent_repeat.ts";

/**
 * Sends a request with `fetch`, or with a function in its place, which may
 * ignore the signal: a response that comes too late is cancelled.
 */
export function sendByFetch(
  fetch: FetchLike | undefined,
  hop: Hop,
  body: OutgoingBody | undefined,
  signal: AbortSignal,
): Promise<Response> {
  const init = toInit(hop, body, signal);
  if (fetch === undefined && body?.isStream) requestNetPermission(hop.url);
  const send = fetch ?? nativeFetchFor(hop, body);
  const sent = isOwnFetch(fetch)
    ? send(hop.url, init)
    : sendByOther(send, hop.url, init, signal);
  return body !== undefined && !body.isStream && body.body instanceof Blob
    ? explainFailure(sent, body.body, signal)
    : sent;
}

/** A function in the place of `fetch` may ignore the signal, and return anything, also at once. */
async function sendByOther(
  fetch: FetchLike,
  url: URL,
  init: RequestInit,
  signal: AbortSignal,
): Promise<Response> {
  const sent = Promise.resolve(fetch(url, init));
  const given = await abortable(sent, signal, discardResponse);
  assertResponse(given, url);
  return given;
}

/** A browser reads a Blob by itself, and does not report that it could not. */
async function explainFailure(
  sent: Promise<Response>,
  blob: Blob,
  signal: AbortSignal,
): Promise<Response> {
  try {
    return await sent;
  } catch (thrown) {
    if (signal.aborted || await isReadable(blob)) throw thrown;
    throw unreadableBlob(thrown);
  }
}

/**
 * Waits for what comes of a request. The runtime's own `fetch` follows the
 * signal, and so does the body of its response; any other may ignore it.
 */
export function followed<Value>(
  work: Promise<Value>,
  fetch: FetchLike | undefined,
  signal: AbortSignal,
): Promise<Value> {
  return isOwnFetch(fetch) ? work : abortable(work, signal);
}

/** A request without bytes must not be repeated unless that does no harm. */
function nativeFetchFor(
  hop: Hop,
  body: OutgoingBody | undefined,
): FetchLike {
  const isEmpty = body === undefined || body.size === 0;
  return isEmpty && !isRepeatable(hop) && isOwnFetch(undefined)
    ? fetchOnce
    : callNativeFetch;
}

function toInit(
  { method, headers, redirect, credentials }: Hop,
  body: OutgoingBody | undefined,
  signal: AbortSignal,
): RequestInit & { duplex: "half" } {
  const common = {
    method,
    redirect,
    signal,
    duplex: "half",
    ...credentialsInit(credentials),
  } as const;
  if (!body?.isStream) return { ...common, headers, body: body?.body ?? null };
  const { lengthHeader } = body;
  return {
    ...common,
    headers: lengthHeader === undefined
      ? headers
      : { ...headers, "content-length": String(lengthHeader) },
    // Read anew each time: a wrapper of `fetch` may send the request again.
    get body() {
      signal.throwIfAborted();
      return body.body;
    },
  };
}
