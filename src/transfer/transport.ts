import { abortable } from "../streams/abortable.ts";
import { requestNetPermission } from "./net_permission.ts";
import type { FetchLike } from "../request/options.ts";
import type { OutgoingBody } from "../body/outgoing_body.ts";
import type { Hop } from "./redirect.ts";

/** What sends the requests of an upload: the native `fetch`, or one of the caller, of which nothing is known. */
export interface Transport {
  /**
   * Whether the memory of a chunk that it has taken can be freed. Deno's `fetch` holds what it
   * still needs; others might send what is no longer there.
   */
  readonly holdsChunks: boolean;
  /** Whether it may copy a body and read both, as a wrapper of `fetch` does that logs what it sends. */
  readonly readsCopies: boolean;
  /** Sends a request. */
  send(
    hop: Hop,
    body: OutgoingBody | undefined,
    signal: AbortSignal,
  ): Promise<Response>;
  /** Waits for what comes of its answer. */
  settle<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value>;
}

/** The runtime's own; a program may put another one in its place later, as tests do. */
const ownFetch = fetch;
const isDeno = typeof Deno !== "undefined";

/** The native `fetch` looks at the signal, and so does the body of its answer. */
const native: Transport = {
  get holdsChunks() {
    return isDeno && fetch === ownFetch;
  },
  get readsCopies() {
    return fetch !== ownFetch;
  },
  send(hop, body, signal) {
    if (body?.isStream) requestNetPermission(hop.url);
    return fetch(hop.url, toInit(hop, body, signal));
  },
  settle: (work) => work,
};

/** The transport of an upload. */
export function transportOf(fetch: FetchLike | undefined): Transport {
  if (fetch === undefined) return native;
  return {
    holdsChunks: false,
    readsCopies: true,
    async send(hop, body, signal) {
      const sent = fetch(hop.url, toInit(hop, body, signal));
      try {
        return await abortable(sent, signal);
      } catch (thrown) {
        // Nobody waits for what may come yet.
        sent.then((response) => response.body?.cancel()).catch(() => {});
        throw thrown;
      }
    },
    settle: abortable,
  };
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
    // Asked for each time: a wrapper of `fetch` may send the request again.
    get body() {
      return body?.body ?? null;
    },
    redirect,
    signal,
    duplex: "half",
  };
}
