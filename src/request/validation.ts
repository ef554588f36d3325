import { quote } from "../errors/excerpt.ts";
import { kindOf } from "../errors/kind_of.ts";

/** The maximum delay of a timer in ms: a longer one fires at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Refuses a call.
 *
 * @throws {TypeError} Always.
 */
export function refuse(message: string): never {
  throw new TypeError(`upload: ${message}`);
}

/**
 * Whether a value is a plain object, of any realm.
 */
export function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: object | null = Object.getPrototypeOf(value);
  // Only `Object.prototype` of each realm has that method and no prototype.
  return prototype === null || Object.getPrototypeOf(prototype) === null &&
      Object.hasOwn(prototype, "hasOwnProperty");
}

/** A string, or undefined if none is given. */
export function checkString(
  argument: string,
  value: unknown,
): string | undefined {
  if (value === undefined || typeof value === "string") return value;
  return refuse(`'${argument}' must be a string (got ${kindOf(value)})`);
}

/** One of some strings, or undefined if none is given. */
export function checkOneOf<Choice extends string>(
  argument: string,
  value: unknown,
  choices: readonly Choice[],
): Choice | undefined {
  if (value === undefined) return undefined;
  const choice = choices.find((choice) => choice === value);
  if (choice !== undefined) return choice;
  const shown = choices.map((choice) => `"${choice}"`);
  const last = shown.pop();
  return refuse(
    `'${argument}' must be ${shown.join(", ")} or ${last} (got ${
      showChoice(value)
    })`,
  );
}

/** Shows only a word: the value of `credentials` may be a password. */
function showChoice(value: unknown): string {
  return typeof value === "string" && /^[a-z-]{0,12}$/i.test(value)
    ? quote(value)
    : kindOf(value);
}

/** A boolean, or the default if none is given. */
export function checkBoolean(
  argument: string,
  value: unknown,
  defaultValue: boolean,
): boolean {
  if (value === undefined) return defaultValue;
  if (typeof value === "boolean") return value;
  return refuse(`'${argument}' must be a boolean (got ${kindOf(value)})`);
}

/** A number of 0 or more, or the default if none is given. */
export function checkNumber(
  argument: string,
  value: unknown,
  defaultValue: number,
): number {
  if (value === undefined) return defaultValue;
  if (typeof value === "number" && value >= 0) return value;
  const got = typeof value === "number" ? value : kindOf(value);
  return refuse(`'${argument}' must be a number, 0 or more (got ${got})`);
}

/** An integer of 0 or more, or the default if none is given. */
export function checkInteger<Default extends number | undefined>(
  argument: string,
  value: unknown,
  defaultValue: Default,
): number | Default {
  if (value === undefined) return defaultValue;
  const number = checkNumber(argument, value, 0);
  if (Number.isSafeInteger(number)) return number;
  return refuse(`'${argument}' must be a whole number (got ${number})`);
}

/**
 * A function, or undefined if none is given.
 *
 * @param kind What it must be, in messages.
 */
export function checkFunction<Call>(
  argument: string,
  value: unknown,
  kind = "a function",
): Call | undefined {
  if (value === undefined || isFunction<Call>(value)) return value;
  return refuse(`'${argument}' must be ${kind} (got ${kindOf(value)})`);
}

function isFunction<Call>(value: unknown): value is Call {
  return typeof value === "function";
}

/** The names and values of a record or of pairs. */
export function pairsOf(
  argument: string,
  given: unknown,
): [name: string, value: unknown][] {
  if (typeof given !== "object" || given === null) {
    refuse(
      `'${argument}' must be a record or pairs (got ${kindOf(given)})`,
    );
  }
  const pairs: Iterable<unknown> = isIterable(given)
    ? given
    : Object.entries(given);
  return Array.from(pairs, (pair) => {
    if (
      !Array.isArray(pair) || pair.length !== 2 || typeof pair[0] !== "string"
    ) {
      refuse(`'${argument}' must contain pairs of a name and a value`);
    }
    return [pair[0], pair[1]];
  });
}

/** The text of a value, which is a string, a number or a boolean. */
export function textOf(argument: string, name: string, value: unknown): string {
  if (["string", "number", "boolean"].includes(typeof value)) {
    return String(value);
  }
  return refuse(
    `'${argument}' must have values that are strings, numbers or booleans (${
      quote(name)
    } is ${kindOf(value)})`,
  );
}

function isIterable(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value;
}
