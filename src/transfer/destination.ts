import { parseUrl, takeCredentials } from "../request/url.ts";
import type { Hop } from "./redirect.ts";

/** The destination of the last request of an upload. */
export interface Destination {
  readonly responseUrl: string;
  readonly redirected: boolean;
  readonly method: string;
}

/**
 * The destination of the last request. If the runtime follows redirects by
 * itself, such as a browser, the response reports it.
 */
export function destinationOf(
  { url, method, redirects }: Pick<Hop, "url" | "method" | "redirects">,
  response: Response | undefined,
): Destination {
  const followed = response?.redirected ? parseUrl(response.url) : undefined;
  const { href } = followed ? takeCredentials(followed).url : url;
  const end = href.indexOf("#");
  return {
    responseUrl: end < 0 ? href : href.slice(0, end),
    redirected: redirects > 0 || followed !== undefined,
    method,
  };
}
