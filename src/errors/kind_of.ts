/** A name of a class, short enough for a message. */
const CLASS_NAME = /^[\w$]{1,60}$/;

/** The class or the type of a value, for a message; never its content. Never throws. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (typeof value !== "object") return typeof value;
  const name = classOf(value);
  return typeof name === "string" && name !== "Object" && CLASS_NAME.test(name)
    ? name
    : "object";
}

/** Reads the prototype: a property of the value itself is content. */
function classOf(value: object): unknown {
  try {
    return Object.getPrototypeOf(value)?.constructor?.name;
  } catch {
    return undefined;
  }
}
