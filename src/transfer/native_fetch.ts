import { StreamBlob } from "../body/stream_blob.ts";
import type { FetchLike } from "../request/options.ts";

/** The runtime's own, unless a wrapper stood in for it before this module was loaded. */
const ownFetch = fetch;

/** Whether requests are sent by the runtime's own `fetch`, as far as can be told. */
export function isOwnFetch(given: FetchLike | undefined): boolean {
  return given === undefined && fetch === ownFetch;
}

/** Calls the global `fetch`, under a name that {@linkcode isReadByDeno} finds. */
export function callNativeFetch(
  url: URL,
  init: RequestInit,
): Promise<Response> {
  return fetch(url, init);
}

let asked:
  | { readonly fetch: typeof fetch; readonly isDeno: boolean }
  | undefined;

/**
 * Whether Deno's own `fetch` is opening a body right now, so that the memory
 * of a chunk can be freed once it is taken: Deno copies it. Whatever else
 * stands in for `fetch`, even since before this module was loaded, may keep
 * chunks. Such a wrapper shows on the stack, between the runtime's frames and
 * the call; if the call is not on the stack either, nothing is freed.
 */
export function isReadByDeno(): boolean {
  if (typeof Deno === "undefined") return false;
  if (asked?.fetch !== fetch) {
    asked = { fetch, isDeno: isCalledByRuntime() };
  }
  return asked.isDeno;
}

/** Whether nothing but the runtime stands between the call of `fetch` and the body that is opened. */
function isCalledByRuntime(): boolean {
  const opening = { stack: "" };
  // A stack has no more than ten frames, so those of the body are left out.
  Error.captureStackTrace(opening, StreamBlob.prototype.stream);
  const frames = opening.stack.split("\n").slice(1);
  const caller = frames.find((frame) => !isOfRuntime(frame));
  return /\bcallNativeFetch\b/.test(caller ?? "");
}

function isOfRuntime(frame: string): boolean {
  return /[( ]ext:|\(<anonymous>\)$/.test(frame);
}
