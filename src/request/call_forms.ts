import { kindOf } from "../errors/kind_of.ts";
import { isBaseDirectory } from "../files/base_directory.ts";
import type { UploadOptions } from "./options.ts";
import { isRecord, refuse } from "./validation.ts";

/** The arguments of a call by name, not yet checked. */
export type RawOptions = { readonly [Name in keyof UploadOptions]?: unknown };

/**
 * Names the arguments of a call: an object, or positional arguments, of which
 * `params` and `baseDirectory` may be left out.
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

/** Refuses arguments after the content type. */
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

/** A plain object that is an async iterable, or has a stream, is a source. */
function isParams(value: unknown): boolean {
  return value === undefined ||
    isRecord(value) && !(Symbol.asyncIterator in value) &&
      !("readable" in value);
}
