import { sendsStreams } from "../body/framing.ts";
import type { OutgoingBody } from "../body/outgoing_body.ts";
import type { UploadRequest } from "../request/upload_request.ts";
import { isUnsafeMethod, otherOriginOf, unsafeHeaders } from "./cors.ts";
import { isOwnFetch } from "./native_fetch.ts";
import type { Hop } from "./redirect.ts";
import { type ChosenXhr, type XhrClass, xhrOfRuntime } from "./xhr.ts";

/**
 * Chooses `XMLHttpRequest` for a request in a runtime whose `fetch` sends no
 * streams, and so shows no progress. `fetch` sends the other requests:
 * - one without a body, which has no progress,
 * - one that must not follow redirects, or must not send cookies, because
 *   `XMLHttpRequest` does,
 * - one to another origin without a preflight request (WHATWG fetch, CORS
 *   preflight), unless `progress` is set. Observed progress requires a preflight
 *   request, which servers may refuse.
 *
 * @param platform What the runtime has.
 */
export function chooseXhr(
  hop: Hop,
  body: OutgoingBody | undefined,
  { fetch, progress }: Pick<UploadRequest, "fetch" | "progress">,
  platform: { sendsStreams(): boolean; xhr(): XhrClass | undefined } = {
    sendsStreams,
    xhr: xhrOfRuntime,
  },
): ChosenXhr | undefined {
  if (body === undefined || body.isStream || body.size === 0) return undefined;
  if (platform.sendsStreams() || !isOwnFetch(fetch)) return undefined;
  if (hop.redirect !== "follow" || hop.credentials === "omit") return undefined;
  if (!progress && isSimple(hop)) return undefined;
  const Class = platform.xhr();
  return Class && { Class, body };
}

/** Whether a request goes to another origin without a preflight request. */
function isSimple({ url, method, headers }: Hop): boolean {
  return otherOriginOf(url) !== undefined && !isUnsafeMethod(method) &&
    unsafeHeaders(headers).length === 0;
}
