import { kindOf } from "../errors/kind_of.ts";
import { isToken, quoteName } from "./headers.ts";
import { assertKnownOptions, type OptionNames } from "./known_options.ts";
import type { RedirectOptions } from "./redirect_options.ts";
import { checkBoolean, checkInteger, isRecord, refuse } from "./validation.ts";

/** Which redirects are followed, and which headers another origin receives. */
export interface RedirectPolicy {
  readonly limit: number;
  readonly sameOrigin: boolean;
  /** In lower case. */
  readonly keepHeaders: readonly string[];
}

const OPTION_NAMES: OptionNames<RedirectOptions> = {
  limit: true,
  sameOrigin: true,
  keepHeaders: true,
};
const LIMIT = 10;

/**
 * Checks `handleRedirects`, and fills in its defaults.
 *
 * @returns The policy; false if redirects are not followed.
 */
export function checkRedirects(given: unknown): RedirectPolicy | false {
  if (given === false) return false;
  const options = given === undefined || given === true ? {} : given;
  if (!isRecord(options)) {
    refuse(
      `'handleRedirects' must be a boolean or an object (got ${kindOf(given)})`,
    );
  }
  assertKnownOptions(options, OPTION_NAMES, "handleRedirects");
  return {
    limit: checkInteger("handleRedirects.limit", options.limit, LIMIT),
    sameOrigin: checkBoolean(
      "handleRedirects.sameOrigin",
      options.sameOrigin,
      false,
    ),
    keepHeaders: checkNames(options.keepHeaders),
  };
}

function checkNames(given: unknown = []): readonly string[] {
  if (!Array.isArray(given)) {
    refuse(
      `'handleRedirects.keepHeaders' must be an array (got ${kindOf(given)})`,
    );
  }
  return given.map((name: unknown) => {
    if (typeof name === "string" && isToken(name)) return name.toLowerCase();
    const got = typeof name === "string" ? quoteName(name) : kindOf(name);
    return refuse(
      `'handleRedirects.keepHeaders' must contain header names (got ${got})`,
    );
  });
}
