import { attempt } from "./attempt.ts";

/** Matches a class name that is short enough for a message. */
const CLASS_NAME = /^[\w$]{1,60}$/;

/** The class or the type of a value, never its content. Never throws. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (typeof value !== "object") return typeof value;
  // Read from the prototype: a property of the value itself is content.
  const name: unknown = attempt(
    () => Object.getPrototypeOf(value)?.constructor?.name,
    undefined,
  );
  return typeof name === "string" && name !== "Object" && CLASS_NAME.test(name)
    ? name
    : "object";
}
