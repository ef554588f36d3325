import { property } from "../errors/attempt.ts";

/**
 * Whether a value has the internal slots that a getter of a class reads. An
 * object of another realm (an iframe, `node:vm`) has them too, though it is no
 * instance of the class here; an object that only looks like one has none.
 */
export function hasSlots(
  prototype: object,
  getter: string,
  value: unknown,
): boolean {
  try {
    Reflect.get(prototype, getter, value);
    return true;
  } catch {
    return false;
  }
}

/** Whether a value has a method of each of these names. */
export function hasMethods(value: unknown, ...names: PropertyKey[]): boolean {
  return names.every((name) => typeof property(value, name) === "function");
}

/**
 * A URL of this realm from one of any realm or library; undefined for anything
 * else.
 */
export function toOwnUrl(value: unknown): URL | undefined {
  const isUrl = hasSlots(URL.prototype, "href", value);
  if (isUrl && value instanceof URL) return value;
  const href = isUrl || property(value, Symbol.toStringTag) === "URL"
    ? property(value, "href")
    : undefined;
  return typeof href === "string" && URL.canParse(href)
    ? new URL(href)
    : undefined;
}

/** Whether a value is an `AbortSignal` of any realm or library. */
export function isAbortSignal(value: unknown): value is AbortSignal {
  return hasSlots(AbortSignal.prototype, "aborted", value) ||
    property(value, Symbol.toStringTag) === "AbortSignal" &&
      typeof property(value, "aborted") === "boolean" &&
      hasMethods(value, "addEventListener", "removeEventListener");
}
