import { property } from "../errors/attempt.ts";

/**
 * Whether a value has the internal slots that a getter of a class reads. Objects
 * of other realms (an iframe, `node:vm`) have them too, although `instanceof` is
 * false for them. Objects that only look similar do not.
 *
 * A getter that throws takes longer than all other checks of a small upload, so
 * the tag is compared first.
 *
 * @param tags The values of `Symbol.toStringTag` that such an object may have.
 */
export function hasSlots(
  Class: { readonly prototype: object },
  getter: string,
  tags: readonly unknown[],
  value: unknown,
): boolean {
  if (!tags.includes(property(value, Symbol.toStringTag))) return false;
  try {
    Reflect.get(Class.prototype, getter, value);
    return true;
  } catch {
    return false;
  }
}

/** Whether a value has methods with these names. */
export function hasMethods(value: unknown, ...names: PropertyKey[]): boolean {
  return names.every((name) => typeof property(value, name) === "function");
}

/**
 * A URL of this realm from one of any realm or library; undefined for anything
 * else.
 */
export function toOwnUrl(value: unknown): URL | undefined {
  const isUrl = hasSlots(URL, "href", ["URL"], value);
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
  return hasSlots(AbortSignal, "aborted", ["AbortSignal"], value) ||
    property(value, Symbol.toStringTag) === "AbortSignal" &&
      typeof property(value, "aborted") === "boolean" &&
      hasMethods(value, "addEventListener", "removeEventListener");
}
