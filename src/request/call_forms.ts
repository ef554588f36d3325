import { kindOf } from "../errors/kind_of.ts";
import { isBaseDirectory } from "../files/base_directory.ts";
import { toOwnUrl } from "../streams/platform_object.ts";
import { assertKnownOptions, type OptionNames } from "./known_options.ts";
import { checkMethod } from "./method.ts";
import type { UploadOptions } from "./options.ts";
import { isRecord, refuse } from "./validation.ts";

/** The arguments of a call by name, not yet checked. */
export type RawOptions = { readonly [Name in keyof UploadOptions]?: unknown };

/** The advice for a call without a method. */
const TO_OMIT = ": to omit it, pass one object, upload({ url, source })";

const OPTION_NAMES: OptionNames<UploadOptions> = {
  url: true,
  method: true,
  source: true,
  baseDirectory: true,
  contentType: true,
  headers: true,
  timeout: true,
  bodyType: true,
  progress: true,
  progressInterval: true,
  handleRedirects: true,
  followLinks: true,
  signal: true,
  size: true,
  multipart: true,
  maxResponseBytes: true,
  maxBytesPerSecond: true,
  credentials: true,
  fetch: true,
  protocol: true,
  retry: true,
};

/** Whether an option of that name exists. */
export function isUploadOption(name: string): boolean {
  return Object.hasOwn(OPTION_NAMES, name);
}

/**
 * Names the arguments of a call: one object, or positional arguments, of which
 * `params` and `baseDirectory` may be omitted.
 */
export function nameArguments(args: readonly unknown[]): RawOptions {
  const [first] = args;
  if (isRecord(first)) {
    if (args.length > 1) {
      refuse(
        `the options object must be the only argument (got ${args.length})`,
      );
    }
    // A getter may return another stream each time, so read it once.
    const options = { ...first };
    assertKnownOptions(options, OPTION_NAMES);
    return options;
  }
  const [url, method, ...others] = args;
  assertUrlAndMethod(url, method, args.length);
  const params = isParams(others[0]) ? others.shift() : undefined;
  const source = others.shift();
  if (isUsualMethod(source) && !isUsualMethod(method)) {
    refuse("'method' must come before 'source'");
  }
  if (isRecord(others[0])) refuseLateOptions(source);
  const baseDirectory = typeof others[0] === "string"
    ? undefined
    : others.shift();
  const [contentType, ...more] = others;
  assertNoMore(more, args);
  const named = { url, method, source, baseDirectory, contentType };
  if (!isRecord(params)) return named;
  assertParams(params, Object.keys(named));
  return { ...params, ...named };
}

/** Checks the URL and the method, so that no later argument is blamed. */
function assertUrlAndMethod(
  url: unknown,
  method: unknown,
  count: number,
): void {
  const isUrl = typeof url === "string" || toOwnUrl(url) !== undefined;
  if (!isUrl && count < 2) {
    refuse(
      `the first argument must be an options object or a URL (got ${
        kindOf(url)
      })`,
    );
  }
  if (!isUrl) return;
  if (isRecord(method)) {
    refuse(`'method' must come before the options, and be a string${TO_OMIT}`);
  }
  if (isHttpUrl(method)) refuse("'url' must come before 'method'");
  if (typeof method !== "string") {
    refuse(
      `'method' must be a string, such as "PUT" (got ${
        kindOf(method)
      })${TO_OMIT}`,
    );
  }
  checkMethod(method);
}

function isHttpUrl(value: unknown): boolean {
  return typeof value === "string" && /^https?:\/\//i.test(value) ||
    toOwnUrl(value) !== undefined;
}

/** Whether a value is more likely a method than a filename. */
function isUsualMethod(value: unknown): boolean {
  return typeof value === "string" && /^(?:POST|PUT|PATCH)$/i.test(value);
}

/** Checks `params`, which must not contain any of the other arguments. */
function assertParams(
  params: Record<string, unknown>,
  others: readonly string[],
): void {
  assertKnownOptions(params, OPTION_NAMES);
  const misplaced = others.find((name) => Object.hasOwn(params, name));
  if (misplaced === undefined) return;
  refuse(
    `'${misplaced}' must be an argument of its own, not an option (or pass everything in one object)`,
  );
}

function refuseLateOptions(source: unknown): never {
  refuse(
    typeof source === "function"
      ? "a listener is not supported: iterate over the events"
      : "the options must come before 'source'",
  );
}

/** @param more What follows the Content-Type. */
function assertNoMore(
  more: readonly unknown[],
  args: readonly unknown[],
): void {
  if (more.every((argument) => argument === undefined)) return;
  const count = args.findLastIndex((argument) => argument !== undefined) + 1;
  if (count > 6) refuse(`there must be at most 6 arguments (got ${count})`);
  const [extra] = more;
  refuse(
    isBaseDirectory(extra)
      ? "'baseDirectory' must come before 'contentType'"
      : `'contentType' must be the last argument (got ${
        kindOf(extra)
      } after it)`,
  );
}

/**
 * Whether a value is `params`. A plain object that is an async iterable, or has
 * a stream, is a source.
 */
function isParams(value: unknown): boolean {
  return value === undefined ||
    isRecord(value) && !(Symbol.asyncIterator in value) &&
      !("readable" in value);
}
