import { property } from "./attempt.ts";

const extended = new WeakSet<Error>();

/**
 * Appends the stack of the caller to that of an error, once. The error was made
 * while the transport ran, so its own stack may not lead to the program.
 */
export function withCallerStack<Thrown extends Error>(error: Thrown): Thrown {
  if (extended.has(error)) return error;
  extended.add(error);
  const stack = String(property(error, "stack"));
  const { stack: here = "" } = new Error();
  // Without the message, the frame of this function, and those that are there.
  const frames = here.split("\n").slice(2)
    .filter((frame) => !stack.includes(frame));
  // Does nothing if the error is frozen.
  Reflect.set(error, "stack", [stack, ...frames].join("\n"));
  return error;
}
