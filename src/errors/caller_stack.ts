import { property } from "./attempt.ts";

const extended = new WeakSet<Error>();

/**
 * Appends the stack of the caller to that of an error, once. The error was made
 * while the transport ran, so its own stack does not lead to the program.
 */
export function withCallerStack<Thrown extends Error>(error: Thrown): Thrown {
  if (extended.has(error)) return error;
  extended.add(error);
  const { stack = "" } = new Error();
  const frames = stack.slice(stack.indexOf("\n"));
  // Does nothing if the error is frozen.
  Reflect.set(error, "stack", `${property(error, "stack")}${frames}`);
  return error;
}
