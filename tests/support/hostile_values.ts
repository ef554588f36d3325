import { UploadError } from "@network/upload";

function fail(): never {
  throw new Error("a trap");
}

/** A handler whose every trap throws. */
const TRAPS: ProxyHandler<object> = new Proxy({}, { get: () => fail });

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

/** An Error whose property cannot be read. */
function unreadable(...names: string[]): Error {
  const error = new Error("hello");
  for (const name of names) {
    Object.defineProperty(error, name, { get: fail, configurable: true });
  }
  return error;
}

/** An Error with a property that is not what it should be. */
function odd(name: string, value: unknown): Error {
  return Object.defineProperty(new Error("hello"), name, { value });
}

class Unprintable {
  [Symbol.toPrimitive](): string {
    return fail();
  }
}

class UnprintableError extends Error {
  override toString(): string {
    return fail();
  }
  [Symbol.toPrimitive](): string {
    return fail();
  }
  get [Symbol.toStringTag](): string {
    return fail();
  }
}

function cyclic(): Error {
  const error = new AggregateError([], "round and round");
  error.cause = error;
  error.errors.push(error, new Error("inner", { cause: error }));
  return error;
}

/** Values that are hard to describe, by what they are; each is a fresh one. */
export const HOSTILE_VALUES: readonly (readonly [
  name: string,
  make: () => unknown,
])[] = [
  ["an Error whose message throws", () => unreadable("message")],
  ["an Error whose name throws", () => unreadable("name")],
  ["an Error whose code throws", () => unreadable("code")],
  ["an Error whose cause throws", () => unreadable("cause")],
  ["an Error whose stack throws", () => unreadable("stack")],
  ["an Error whose errors throw", () => unreadable("errors")],
  [
    "an Error whose every property throws",
    () => unreadable("message", "name", "code", "cause", "stack", "errors"),
  ],
  ["an Error whose constructor throws", () => unreadable("constructor")],
  [
    "an Error with a record as message",
    () => odd("message", Object.create(null)),
  ],
  [
    "an Error with an unprintable message",
    () => odd("message", new Unprintable()),
  ],
  ["an Error with a symbol as message", () => odd("message", Symbol("s"))],
  ["an Error with a bigint as message", () => odd("message", 5n)],
  ["an Error with a function as message", () => odd("message", fail)],
  [
    "an Error with a proxy as message",
    () => odd("message", new Proxy({}, TRAPS)),
  ],
  ["an Error with a symbol as name", () => odd("name", Symbol("s"))],
  ["an Error with a proxy as cause", () => odd("cause", new Proxy({}, TRAPS))],
  ["an Error with a revoked proxy as cause", () => odd("cause", revoked({}))],
  ["an Error with a revoked proxy as errors", () => odd("errors", revoked([]))],
  ["an Error with endless errors", () => odd("errors", { length: Infinity })],
  ["an Error with unprintable toString()", () => new UnprintableError("hello")],
  ["an Error that causes itself", cyclic],
  [
    "a proxy of an Error whose traps throw",
    () => new Proxy(new Error("a"), TRAPS),
  ],
  ["a proxy whose traps throw", () => new Proxy({}, TRAPS)],
  ["a proxy of a function whose traps throw", () => new Proxy(fail, TRAPS)],
  ["a revoked proxy", () => revoked({})],
  ["a revoked proxy of a function", () => revoked(fail)],
  [
    "a proxy of an UploadError that cannot be read",
    () => new Proxy(new UploadError("source", "a"), { get: fail }),
  ],
  [
    "a proxy of a DOMException",
    () => new Proxy(new DOMException("a", "AbortError"), {}),
  ],
  ["an empty UploadError", () => Object.create(UploadError.prototype)],
  ["an empty DOMException", () => Object.create(DOMException.prototype)],
  ["an unprintable value", () => new Unprintable()],
  ["an object without a prototype", () => Object.create(null)],
  ["a symbol", () => Symbol("s")],
  ["a bigint", () => 5n],
  ["a function", () => fail],
  ["a class", () => UnprintableError],
];
