import { property } from "../errors/attempt.ts";
import type { Hop } from "./redirect.ts";

/** Methods and headers that need no preflight request (WHATWG fetch, CORS). */
const SAFE_METHODS = ["GET", "HEAD", "POST"];
const SAFE_HEADERS = ["accept", "accept-language", "content-language"];
const SAFE_TYPE =
  /^(?:application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\s*(?:;|$)/i;

/** The origin of this page or worker, if it is another one than that of a URL. */
export function otherOriginOf({ origin }: URL): string | undefined {
  const own = property(globalThis, "origin");
  return typeof own === "string" && own !== origin ? own : undefined;
}

/** Whether a method needs a preflight request. */
export function isUnsafeMethod(method: string): boolean {
  return !SAFE_METHODS.includes(method);
}

/** The names of the headers that need a preflight request. */
export function unsafeHeaders(headers: Hop["headers"]): string[] {
  return Object.keys(headers).filter((name) =>
    name === "content-type"
      ? !SAFE_TYPE.test(headers[name] ?? "")
      : !SAFE_HEADERS.includes(name)
  );
}
