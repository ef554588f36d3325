import { StreamBlob } from "../body/stream_blob.ts";
import type { FetchLike } from "../request/fetch_like.ts";

/**
 * The runtime's own `fetch`, unless it was replaced before this module was
 * loaded.
 */
const ownFetch = fetch;

/**
 * Whether requests are sent by the runtime's own `fetch`, as far as this can be
 * detected.
 */
export function isOwnFetch(given: FetchLike | undefined): boolean {
  return given === undefined && fetch === ownFetch;
}

/**
 * Calls the global `fetch`, under a name that {@linkcode isReadByDeno} finds.
 */
export function callNativeFetch(
  url: URL,
  init: RequestInit,
): Promise<Response> {
  return fetch(url, init);
}

let detected:
  | { readonly fetch: typeof fetch; readonly isDeno: boolean }
  | undefined;

/**
 * Whether Deno's own `fetch` is opening a body right now. It copies chunks, so
 * the memory of a chunk can be freed once it is taken. A wrapper of `fetch`,
 * even one from before this module was loaded, may keep chunks. It appears on
 * the stack between the runtime's frames and our call. If our call is not on the
 * stack, nothing is freed.
 */
export function isReadByDeno(): boolean {
  if (typeof Deno === "undefined") return false;
  if (detected?.fetch !== fetch) {
    detected = { fetch, isDeno: isCalledByRuntime() };
  }
  return detected.isDeno;
}

/**
 * Whether only frames of the runtime are between our call of `fetch` and the
 * opening of the body.
 */
function isCalledByRuntime(): boolean {
  const opening = { stack: "" };
  // A stack has at most ten frames, so leave out those of the body.
  Error.captureStackTrace(opening, StreamBlob.prototype.stream);
  const frames = opening.stack.split("\n").slice(1);
  const caller = frames.find((frame) => !isOfRuntime(frame));
  return /\bcallNativeFetch\b/.test(caller ?? "");
}

function isOfRuntime(frame: string): boolean {
  return /[( ]ext:|\(<anonymous>\)$/.test(frame);
}
