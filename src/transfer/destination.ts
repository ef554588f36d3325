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
  return {
    responseUrl: withoutSignature(href),
    redirected: redirects > 0 || followed !== undefined,
    method,
  };
}

/** Matches what signs a URL of S3 or of Google Cloud Storage. */
const SIGNATURE =
  /(?<=[?&])x-(?:amz|goog)-(?:credential|security-token|signature)=[^&#]*&?/gi;

/** A URL without fragment, and without a signature that anyone could use. */
function withoutSignature(href: string): string {
  const end = href.indexOf("#");
  const shown = end < 0 ? href : href.slice(0, end);
  const rest = shown.replaceAll(SIGNATURE, "");
  return rest === shown ? shown : rest.replace(/[?&]$/, "");
}
