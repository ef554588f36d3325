import { kindOf } from "../errors/kind_of.ts";
import { hasMethods } from "../streams/platform_object.ts";
import { isUploadOption } from "./call_forms.ts";
import { assertKnownOptions, type OptionNames } from "./known_options.ts";
import type { UploadOptions } from "./options.ts";
import { checkSignal } from "./upload_request.ts";
import { checkInteger, isRecord, refuse } from "./validation.ts";

/**
 * What `uploadAll()` uploads: an array, or any iterable, of the options of each
 * upload.
 *
 * @category Options
 */
export type UploadIterable =
  // An array has to be named, for errors of types that point at the option.
  | readonly UploadOptions[]
  | Iterable<UploadOptions>
  | AsyncIterable<UploadOptions>;

/**
 * Options of `uploadAll()`, all of them optional.
 *
 * @category Options
 */
export interface UploadAllOptions {
  /**
   * Maximum number of uploads that run at the same time, 1 or more.
   * @default {4}
   */
  parallel?: number | undefined;
  /** Cancels all uploads when it aborts, and starts no further one. */
  signal?: AbortSignal | undefined;
}

/** Checked options of `uploadAll()`. */
export interface UploadAllPolicy {
  /** 1 or more. */
  readonly parallel: number;
  readonly signal: AbortSignal | undefined;
}

const OPTION_NAMES: OptionNames<UploadAllOptions> = {
  parallel: true,
  signal: true,
};
const PARALLEL = 4;

/** Checks the options of `uploadAll()`, and fills in the defaults. */
export function checkAllOptions(options: unknown = {}): UploadAllPolicy {
  if (!isRecord(options)) {
    refuse(`the options must be a plain object (got ${kindOf(options)})`);
  }
  assertPlace(options);
  assertKnownOptions(options, OPTION_NAMES, undefined, "UploadAllOptions");
  const parallel = checkInteger("parallel", options.parallel, PARALLEL);
  if (parallel === 0) refuse("'parallel' must be 1 or more (got 0)");
  return { parallel, signal: checkSignal(options.signal) };
}

/** Refuses an option of each upload, such as `progress`. */
function assertPlace(options: Record<string, unknown>): void {
  const misplaced = Object.keys(options).find((name) =>
    isUploadOption(name) && !Object.hasOwn(OPTION_NAMES, name)
  );
  if (misplaced === undefined) return;
  refuse(`'${misplaced}' must be an option of each upload, not of all`);
}

/** Checks that uploads can be iterated, without taking one. */
export function checkUploads(given: unknown): void {
  const isIterable = typeof given === "object" &&
    (hasMethods(given, Symbol.asyncIterator) ||
      hasMethods(given, Symbol.iterator));
  if (isIterable) return;
  refuse(
    `'uploads' must be an iterable of options, such as an array (got ${
      kindOf(given)
    })`,
  );
}

/** Checks that one of the uploads is in the object form. */
export function checkUploadObject(given: unknown): Record<string, unknown> {
  if (isRecord(given)) return given;
  return refuse(
    `each of 'uploads' must be a plain object of options (got ${
      kindOf(given)
    })`,
  );
}
