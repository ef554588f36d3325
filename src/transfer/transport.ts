import type { OutgoingBody } from "../body/outgoing_body.ts";
import type { FetchLike } from "../request/options.ts";
import { isReadable, unreadableBlob } from "../source/blob.ts";
import { abortable } from "../streams/abortable.ts";
import { callNativeFetch } from "./native_fetch.ts";
import { requestNetPermission } from "./net_permission.ts";
import { discardResponse } from "./read_response.ts";
import type { Hop } from "./redirect.ts";

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
    const sent = (fetch ?? callNativeFetch)(hop.url, init);
    return await abortable(sent, signal, discardResponse);
  } catch (thrown) {
    // A browser reads a Blob itself, and does not report why that failed.
    const isRead = body?.body instanceof Blob && !body.isStream;
    if (!isRead || signal.aborted || await isReadable(body.body)) throw thrown;
    throw unreadableBlob(thrown);
  }
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
    // A wrapper of `fetch` may send the request again, so read it each time.
    get body() {
      return body?.body ?? null;
    },
    redirect,
    signal,
    duplex: "half",
  };
}
