import type { OutgoingBody } from "../body/outgoing_body.ts";
import type { FetchLike } from "../request/fetch_like.ts";
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
 * Sends a request with `fetch`. A custom `fetch` may ignore the signal, and
 * return anything; its response is cancelled if it arrives too late.
 */
export async function sendByFetch(
  fetch: FetchLike | undefined,
  hop: Hop,
  body: OutgoingBody | undefined,
  signal: AbortSignal,
): Promise<Response> {
  const init = toInit(hop, body, signal);
  if (fetch === undefined && body?.isStream) requestNetPermission(hop.url);
  const send = fetch ?? nativeFetchFor(hop, body);
  if (isOwnFetch(fetch)) return await send(hop.url, init);
  const sent = Promise.resolve(send(hop.url, init));
  const given = await abortable(sent, signal, discardResponse);
  assertResponse(given, hop.url);
  return given;
}

/** Deno repeats a request without a body, so prevent that if it may do harm. */
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
  return {
    method,
    headers: body?.isStream && body.lengthHeader
      ? { ...headers, "content-length": String(body.size) }
      : headers,
    redirect,
    signal,
    duplex: "half",
    ...credentialsInit(credentials),
    // A getter, because a wrapper of `fetch` may send the request again.
    get body() {
      return body?.body ?? null;
    },
  };
}
