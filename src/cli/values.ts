import type { GivenOptions } from "./given_options.ts";
import { UsageError } from "./usage_error.ts";

/** Bytes of each unit of a rate, as for `curl --limit-rate`. */
const UNITS: Readonly<Record<string, number>> = {
  "": 1,
  K: 1024,
  M: 1024 ** 2,
  G: 1024 ** 3,
};

/**
 * The integer that an option has; undefined if it is not given.
 *
 * @throws {UsageError} If it is not an integer of at least `min`.
 */
export function integerOf(
  given: GivenOptions,
  name: string,
  min: number,
): number | undefined {
  const text = given.last(name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d{1,15}$/.test(text) && value >= min) return value;
  throw wrong(name, `an integer of ${min} or more`, text);
}

/**
 * The seconds that an option has; undefined if it is not given.
 *
 * @throws {UsageError} If it is not a number of 0 or more.
 */
export function secondsOf(
  given: GivenOptions,
  name: string,
): number | undefined {
  const text = given.last(name);
  if (text === undefined) return undefined;
  if (/^\d{1,7}(?:\.\d+)?$/.test(text)) return Number(text);
  throw wrong(name, "a number of seconds", text);
}

/**
 * The bytes per second that an option has; undefined if it is not given.
 *
 * @throws {UsageError} If it is not a positive number with or without a unit.
 */
export function rateOf(given: GivenOptions, name: string): number | undefined {
  const text = given.last(name);
  if (text === undefined) return undefined;
  const [, digits, unit = ""] = /^(\d{1,12}(?:\.\d+)?)([KMG]?)$/i.exec(text) ??
    [];
  const rate = Math.round(Number(digits) * (UNITS[unit.toUpperCase()] ?? NaN));
  if (rate >= 1) return rate;
  throw wrong(name, "bytes per second, such as 500K or 1.5M", text);
}

/**
 * The choice that an option has; undefined if it is not given.
 *
 * @throws {UsageError} If it is none of the choices.
 */
export function choiceOf<Choice extends string>(
  given: GivenOptions,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const text = given.last(name);
  if (text === undefined) return undefined;
  const choice = choices.find((choice) => choice === text);
  if (choice !== undefined) return choice;
  throw wrong(name, choices.join(" or "), text);
}

/** The error for a value that is not what its option takes. */
export function wrong(name: string, what: string, got: string): UsageError {
  return new UsageError(
    `Option '--${name}' must be ${what} (got ${JSON.stringify(got)})`,
  );
}
