import { property } from "../errors/attempt.ts";

/**
 * The headers of a response by lower-case names, as an object that can be
 * cloned and converted to JSON. Repeated values, which `Headers` keeps apart
 * for `set-cookie`, are joined by commas (RFC 9110 §5.3).
 */
export function toResponseHeaders(
  headers: Headers,
): Readonly<Record<string, string>> {
  const values = new Map<string, string>();
  // A test double may have no headers, or values of other types.
  if (typeof property(headers, "forEach") === "function") {
    // In Deno this takes a fifth of the time of an iterator.
    headers.forEach((value, name) => {
      const key = `${name}`.toLowerCase();
      const before = values.get(key);
      values.set(
        key,
        before === undefined ? `${value}` : `${before}, ${value}`,
      );
    });
  }
  // This defines properties, so that `__proto__` is a name like any other.
  return Object.fromEntries(values);
}
