import type { OutgoingBody } from "../body/outgoing_body.ts";
import type { FetchLike } from "../request/options.ts";
import { isReadable, unreadableBlob } from "../source/blob.ts";
import { abortable } from "../streams/abortable.ts";
import { fetchOnce } from "./fetch_once.ts";
import { callNativeFetch, isOwnFetch } from "./native_fetch.ts";
import { requestNetPermission } from "./net_permission.ts";
import { discardAnswer } from "./read_answer.ts";
import type { Hop } from "./redirect.ts";
import { isIdempotent } from "./silent_repeat.ts";

/**
 * Sends a request with `fetch`, or with a function in its place, which may
 * ignore the signal: a response that comes too late is cancelled.
 */
export async function sendByFetch(
  fetch: FetchLike | undefined,
  hop: Hop,
  body: OutgoingBody | undefined,
  signal: AbortSignal,
): Promise<Response> {
  const init = toInit(hop, body, signal);
  if (fetch === undefined && body?.isStream) requestNetPermission(hop.url);
  try {
    const send = fetch ?? nativeFetchFor(hop, body);
    const sent = send(hop.url, init);
    return await abortable(sent, signal, discardAnswer);
  } catch (thrown) {
    // A browser reads a Blob by itself, and does not report that it could not.
    const isRead = body?.body instanceof Blob && !body.isStream;
    if (!isRead || signal.aborted || await isReadable(body.body)) throw thrown;
    throw unreadableBlob(thrown);
  }
}

/** A request without bytes must not be repeated unless its method allows it. */
function nativeFetchFor(
  { method }: Hop,
  body: OutgoingBody | undefined,
): FetchLike {
  const isEmpty = body === undefined || body.size === 0;
  return isEmpty && !isIdempotent(method) && isOwnFetch(undefined)
    ? fetchOnce
    : callNativeFetch;
}

function toInit(
  { method, headers, redirect }: Hop,
  body: OutgoingBody | undefined,
  signal: AbortSignal,
): RequestInit & { duplex: "half" } {
  const length = body?.isStream ? body.lengthHeader : undefined;
  return {
    method,
    headers: length === undefined
      ? headers
      : { ...headers, "content-length": String(length) },
    // Read anew each time: a wrapper of `fetch` may send the request again.
    get body() {
      return body?.body ?? null;
    },
    redirect,
    signal,
    duplex: "half",
  };
}
