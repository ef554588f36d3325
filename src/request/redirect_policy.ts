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
const DEFAULTS: RedirectPolicy = {
  limit: 10,
  sameOrigin: false,
  keepHeaders: [],
};

/**
 * Checks `handleRedirects`, and fills in its defaults.
 *
 * @returns The policy; false if redirects are not followed.
 */
export function checkRedirects(given: unknown): RedirectPolicy | false {
  if (given === undefined || given === true) return DEFAULTS;
  if (given === false) return false;
  if (!isRecord(given)) {
    refuse(
      `'handleRedirects' must be a boolean or an object (got ${kindOf(given)})`,
    );
  }
  assertKnownOptions(given, OPTION_NAMES, "handleRedirects");
  return {
    limit: checkInteger("handleRedirects.limit", given.limit, DEFAULTS.limit),
    sameOrigin: checkBoolean(
      "handleRedirects.sameOrigin",
      given.sameOrigin,
      DEFAULTS.sameOrigin,
    ),
    keepHeaders: checkNames(given.keepHeaders),
  };
}

function checkNames(given: unknown): readonly string[] {
  if (given === undefined) return DEFAULTS.keepHeaders;
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
