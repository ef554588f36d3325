import { kindOf } from "../errors/kind_of.ts";
import { toOwnUrl } from "../streams/platform_object.ts";
import { isHttp, pageUrl, parseUrl } from "./url.ts";
import { refuse } from "./validation.ts";

/**
 * Checks the URL of a request.
 *
 * @param name The name of the option.
 */
export function checkUrl(url: unknown, name = "url"): URL {
  const given = typeof url === "string" ? url : toOwnUrl(url);
  if (given === undefined) {
    refuse(`'${name}' must be a string or a URL (got ${kindOf(url)})`);
  }
  const base = pageUrl();
  const parsed = parseUrl(given, base);
  // Never show an invalid URL: it may contain a password.
  if (parsed === undefined) {
    refuse(
      base === undefined
        ? `'${name}' must be an absolute URL, such as "https://example.com/upload"`
        : `'${name}' must be a valid URL`,
    );
  }
  if (!isHttp(parsed)) {
    refuse(`'${name}' must be an http: or https: URL (got ${parsed.protocol})`);
  }
  return parsed;
}
