/** Reads a value, or returns another one if reading throws. */
export function attempt<Value>(read: () => Value, otherwise: Value): Value {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

/** A property of anything; undefined if it cannot be read. */
export function property(value: unknown, name: PropertyKey): unknown {
  try {
    return Reflect.get(Object(value), name);
  } catch {
    return undefined;
  }
}

/**
 * Whether a value is an instance of a class; false if that cannot be read, such
 * as from a revoked proxy.
 */
export function isInstance<Instance>(
  value: unknown,
  Class: abstract new (...args: never[]) => Instance,
): value is Instance {
  return attempt(() => value instanceof Class, false);
}
