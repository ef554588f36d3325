import { property } from "../errors/attempt.ts";
import { toNetworkError } from "../errors/network_error.ts";
import { isUploadError, UploadError } from "../errors/upload_error.ts";
import { isUnsafeMethod, otherOriginOf, unsafeHeaders } from "./cors.ts";
import { callNativeFetch } from "./native_fetch.ts";
import type { Hop } from "./redirect.ts";

/** Options of {@linkcode explainFailure}. */
interface ExplainOptions {
  readonly signal: AbortSignal;
  /** Whether the request observes progress, which requires a preflight request. */
  readonly isObserved: boolean;
  /** Whether the runtime itself sent it. */
  readonly isOwn: boolean;
  /** Whether bytes were sent, so that no preflight request failed. */
  readonly hasSent: () => boolean;
}

/**
 * Browsers do not report why a request failed, so this finds out whether the
 * server may not allow this page (CORS), or the browser is offline.
 */
export async function explainFailure(
  sent: Promise<Response>,
  hop: Hop,
  options: ExplainOptions,
): Promise<Response> {
  try {
    return await sent;
  } catch (thrown) {
    const { signal, isOwn } = options;
    if (signal.aborted || isUploadError(thrown) || !isOwn) throw thrown;
    const header = await missingHeader(hop, options);
    if (signal.aborted || header === undefined && !isOffline()) throw thrown;
    const { message, isTransient, cause } = toNetworkError(thrown, hop.url);
    const hint = header === undefined
      ? "the browser is offline: check the network"
      : `the server responds, but may not allow this page (CORS): check that it sends ${header}`;
    throw new UploadError("network", message, { hint, isTransient, cause });
  }
}

/** Whether the browser has no network; a server on the same machine may respond. */
function isOffline(): boolean {
  return property(property(globalThis, "navigator"), "onLine") === false;
}

/**
 * The response header that the server may lack to allow the request. Undefined
 * if the page has the same origin, or the server does not respond at all.
 */
async function missingHeader(
  { url, method, headers, credentials }: Hop,
  { signal, isObserved, hasSent }: ExplainOptions,
): Promise<string | undefined> {
  const origin = otherOriginOf(url);
  if (origin === undefined) return undefined;
  const responds = (mode: RequestMode, headers: Hop["headers"] = {}) =>
    callNativeFetch(url, {
      method: "HEAD",
      mode,
      headers,
      signal,
      cache: "no-store",
      ...mode === "cors" && credentials && { credentials },
    }).then(() => true, () => false);
  if (!await responds("no-cors")) return undefined;
  const allowOrigin = credentials === "include"
    ? `"Access-Control-Allow-Origin: ${origin}" and "Access-Control-Allow-Credentials: true"`
    : `"Access-Control-Allow-Origin: ${origin}"`;
  if (!await responds("cors")) return allowOrigin;
  const everyStatus = `${allowOrigin} with every status`;
  if (hasSent()) return everyStatus;
  const names = unsafeHeaders(headers);
  if (names.length > 0 && !await responds("cors", headers)) {
    return `"Access-Control-Allow-Headers: ${names.join(", ")}"`;
  }
  // Firefox may have sent bytes without reporting them.
  if (isUnsafeMethod(method)) {
    return `"Access-Control-Allow-Methods: ${method}", and ${everyStatus}`;
  }
  return isObserved && names.length === 0
    ? `${allowOrigin} in its response to OPTIONS, or leave out 'progress'`
    : everyStatus;
}
