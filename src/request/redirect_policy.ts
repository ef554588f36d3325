import { quote } from "../errors/excerpt.ts";
import { kindOf } from "../errors/kind_of.ts";
import { isToken } from "./headers.ts";
import { checkBoolean, checkInteger, isRecord, refuse } from "./validation.ts";

/** Which redirects are followed, and which headers another origin gets. */
export interface RedirectPolicy {
  readonly limit: number;
  readonly sameOrigin: boolean;
  /** In lower case. */
  readonly keepHeaders: readonly string[];
}

const OPTIONS = ["limit", "sameOrigin", "keepHeaders"];
const DEFAULTS: RedirectPolicy = {
  limit: 10,
  sameOrigin: false,
  keepHeaders: [],
};

/**
 * Checks `handleRedirects`, and fills in its defaults; false if redirects are
 * not followed.
 */
export function checkRedirects(given: unknown): RedirectPolicy | false {
  if (given === undefined || given === true) return DEFAULTS;
  if (given === false) return false;
  if (!isRecord(given)) {
    refuse(
      `'handleRedirects' must be a boolean or an object (got ${kindOf(given)})`,
    );
  }
  const unknown = Object.keys(given).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined) {
    refuse(
      `'handleRedirects' must have no options but ${OPTIONS.join(", ")} (got ${
        quote(unknown)
      })`,
    );
  }
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
    const got = typeof name === "string" ? quote(name) : kindOf(name);
    return refuse(
      `'handleRedirects.keepHeaders' must have names of headers (got ${got})`,
    );
  });
}
