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
  for (const [name, value] of entriesOf(headers)) {
    const key = name.toLowerCase();
    const before = values.get(key);
    values.set(key, before === undefined ? value : `${before}, ${value}`);
  }
  // This defines properties, so that `__proto__` is a name like any other.
  return Object.fromEntries(values);
}

/** The entries of headers. A test double may have none, or other types. */
function entriesOf(headers: Headers): [name: string, value: string][] {
  return typeof property(headers, Symbol.iterator) === "function"
    ? Array.from(headers, ([name, value]) => [`${name}`, `${value}`])
    : [];
}
