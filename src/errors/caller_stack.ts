import { property } from "./attempt.ts";

const extended = new WeakSet<Error>();

/**
 * Appends the caller's stack to that of an error, once. The error was created
 * while the transport ran, so its own stack may not lead to the program.
 */
export function withCallerStack<Thrown extends Error>(error: Thrown): Thrown {
  if (extended.has(error)) return error;
  extended.add(error);
  const stack = String(property(error, "stack"));
  const { stack: here = "" } = new Error();
  // The first two lines are the message and the frame of this function.
  const frames = here.split("\n").slice(2)
    .filter((frame) => !stack.includes(frame));
  // Does nothing if the error is frozen.
  Reflect.set(error, "stack", [stack, ...frames].join("\n"));
  return error;
}
