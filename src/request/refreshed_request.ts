import { kindOf } from "../errors/kind_of.ts";
import {
  forOtherOrigin,
  type HeaderRecord,
  toHeaders,
  withoutHost,
} from "./headers.ts";
import { assertKnownOptions, type OptionNames } from "./known_options.ts";
import type { RefreshedRequest } from "./retry_options.ts";
import { checkUrl } from "./url_validation.ts";
import { takeCredentials } from "./url.ts";
import { isRecord, refuse } from "./validation.ts";

/** The URL and the headers of a request. */
interface Target {
  /** Without user and password. */
  readonly url: URL;
  readonly headers: HeaderRecord;
  /** Lower-case names of headers that another origin receives, too. */
  readonly keepHeaders: readonly string[];
}

const RESULT_NAMES: OptionNames<RefreshedRequest> = {
  url: true,
  headers: true,
};

/**
 * Applies the result of `retry.refresh` to a request, by the same rules as the
 * options of the call. As after a redirect, another origin receives no headers
 * that may be secrets, except those in `keepHeaders`.
 *
 * @throws {TypeError} If the result is invalid.
 */
export function refreshRequest(
  target: Target,
  given: unknown,
): Pick<Target, "url" | "headers"> {
  if (given === undefined) return target;
  if (!isRecord(given)) {
    refuse(
      `'retry.refresh' must return an object or nothing (got ${kindOf(given)})`,
    );
  }
  assertKnownOptions(given, RESULT_NAMES, "retry.refresh");
  const { url, credentials } = takeCredentials(
    given.url === undefined ? target.url : checkUrl(given.url),
  );
  const { "content-type": _ignored, ...fresh } = withoutHost(
    toHeaders(given.headers),
    url,
  );
  const kept = url.origin === target.url.origin
    ? target.headers
    : forOtherOrigin(target.headers, target.keepHeaders);
  return { url, headers: { ...kept, ...credentials, ...fresh } };
}
