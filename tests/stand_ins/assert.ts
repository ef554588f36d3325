// Stands in for @std/assert.
import assertModule from "node:assert/strict";
import { deepStrictEqual, match } from "node:assert/strict";

type ErrorClass<Thrown extends Error> = abstract new (
  ...args: never[]
) => Thrown;

/** Whether a condition holds. */
export function assert(
  condition: unknown,
  message?: string,
): asserts condition {
  assertModule.ok(condition, message);
}

/** Whether two values are deeply equal. */
export function assertEquals<Value>(
  actual: Value,
  expected: Value,
  message?: string,
): void {
  deepStrictEqual(actual, expected, message);
}

/** Whether a text matches a pattern. */
export function assertMatch(
  actual: string,
  expected: RegExp,
  message?: string,
): void {
  match(actual, expected, message);
}

/** Whether a text has another in it. */
export function assertStringIncludes(
  actual: string,
  expected: string,
  message?: string,
): void {
  assert(actual.includes(expected), message ?? `${actual} has no ${expected}`);
}

/** Whether a value is an instance of a class. */
export function assertInstanceOf<Thrown extends Error>(
  actual: unknown,
  errorClass: ErrorClass<Thrown>,
): asserts actual is Thrown {
  assert(actual instanceof errorClass, `${actual} is no ${errorClass.name}`);
}

/** Whether a number is at least another. */
export function assertGreaterOrEqual(
  actual: number,
  expected: number,
  message?: string,
): void {
  assert(actual >= expected, message ?? `${actual} is less than ${expected}`);
}

/** Whether a number is at most another. */
export function assertLessOrEqual(
  actual: number,
  expected: number,
  message?: string,
): void {
  assert(actual <= expected, message ?? `${actual} is more than ${expected}`);
}

/** Whether a function throws an error of a class, with a text in its message. */
export function assertThrows<Thrown extends Error>(
  run: () => unknown,
  errorClass: ErrorClass<Thrown>,
  includes = "",
): Thrown {
  try {
    run();
  } catch (thrown) {
    return checked(thrown, errorClass, includes);
  }
  throw new assertModule.AssertionError({ message: "nothing was thrown" });
}

/** Whether a promise rejects with an error of a class, with a text in its message. */
export async function assertRejects<Thrown extends Error>(
  run: () => PromiseLike<unknown>,
  errorClass: ErrorClass<Thrown>,
  includes = "",
): Promise<Thrown> {
  try {
    await run();
  } catch (thrown) {
    return checked(thrown, errorClass, includes);
  }
  throw new assertModule.AssertionError({ message: "nothing was thrown" });
}

function checked<Thrown extends Error>(
  thrown: unknown,
  errorClass: ErrorClass<Thrown>,
  includes: string,
): Thrown {
  assertInstanceOf(thrown, errorClass);
  assertStringIncludes(thrown.message, includes);
  return thrown;
}
