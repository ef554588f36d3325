import { kindOf } from "../errors/kind_of.ts";
import { isBaseDirectory } from "../files/base_directory.ts";
import type { UploadOptions } from "./options.ts";
import { isRecord, refuse } from "./validation.ts";

/** What a call gave, by name and not yet checked. */
export type RawOptions = { readonly [Name in keyof UploadOptions]?: unknown };

/**
 * Gives each argument its name, whichever form the call has: the object form, or the original's
 * order, in which `params` and `baseDirectory` may be left out.
 */
export function nameArguments(args: readonly unknown[]): RawOptions {
  const [first] = args;
  if (isRecord(first)) {
    if (args.length > 1) {
      refuse("an object as the first argument must be the only one");
    }
    return first;
  }
  const [url, method, third] = args;
  if (typeof method !== "string") {
    refuse(`'method' must be a string (got ${kindOf(method)})`);
  }
  const sourceAt = isParams(third) ? 3 : 2;
  const next = args[sourceAt + 1];
  const hasDirectory = typeof next !== "string";
  const typeAt = sourceAt + (hasDirectory ? 2 : 1);
  if (args.length > typeAt + 1) refuseMore(args, typeAt);
  const named = {
    url,
    method,
    source: args[sourceAt],
    baseDirectory: hasDirectory ? next : undefined,
    contentType: args[typeAt],
  };
  return sourceAt === 3 && isRecord(third) ? { ...third, ...named } : named;
}

/** Refuses what comes after the content type, which is the last argument. */
function refuseMore(args: readonly unknown[], typeAt: number): void {
  const count = args.findLastIndex((argument) => argument !== undefined) + 1;
  if (count > 6) refuse(`takes at most 6 arguments (got ${count})`);
  if (count <= typeAt + 1) return;
  const extra = args[typeAt + 1];
  refuse(
    isBaseDirectory(extra)
      ? "'baseDirectory' must come before 'contentType'"
      : `'contentType' must be the last argument (got ${
        kindOf(extra)
      } after it)`,
  );
}

/** An async iterable may be a plain object too, and is a source. */
function isParams(value: unknown): boolean {
  return value === undefined ||
    isRecord(value) && !(Symbol.asyncIterator in value);
}
