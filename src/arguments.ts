import { isBaseDirectory } from "./base_directory.ts";
import { isRecord, kindOf, refuse } from "./check.ts";
import type { UploadOptions } from "./options.ts";

/** What a call gave, by name and not yet checked. */
export type Given = { readonly [Name in keyof UploadOptions]?: unknown };

/**
 * Gives each argument its name, whichever form the call has: the object form, or the original's
 * order, in which `params` and `baseDirectory` may be left out.
 */
export function nameArguments(args: readonly unknown[]): Given {
  const [first] = args;
  if (isRecord(first)) {
    if (args.length > 1) {
      refuse("an object as the first argument must be the only one");
    }
    return first;
  }
  const count = args.findLastIndex((argument) => argument !== undefined) + 1;
  if (count > 6) refuse(`takes at most 6 arguments (got ${count})`);
  const [url, method, ...rest] = args.slice(0, count);
  if (typeof method !== "string") {
    refuse(`'method' must be a string (got ${kindOf(method)})`);
  }
  const params = isParams(rest[0]) ? rest.shift() : {};
  const [source, ...last] = rest;
  const baseDirectory = typeof last[0] === "string" ? undefined : last.shift();
  if (last.length > 1) {
    const [, extra] = last;
    refuse(
      isBaseDirectory(extra)
        ? "'baseDirectory' must come before 'contentType'"
        : `'contentType' must be the last argument (got ${
          kindOf(extra)
        } after it)`,
    );
  }
  const [contentType] = last;
  return {
    ...(isRecord(params) ? params : {}),
    url,
    method,
    source,
    baseDirectory,
    contentType,
  };
}

/** An async iterable may be a plain object too, and is a source. */
function isParams(value: unknown): boolean {
  return value === undefined ||
    isRecord(value) && !(Symbol.asyncIterator in value);
}
