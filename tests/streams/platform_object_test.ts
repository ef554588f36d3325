import { assert, assertEquals } from "@std/assert";
import { runInNewContext } from "node:vm";
import {
  hasMethods,
  hasSlots,
  isAbortSignal,
  toOwnUrl,
} from "../../src/streams/platform_object.ts";

/** A trap for those who read it. */
const TRAP = {
  get value() {
    throw new Error("it was read");
  },
};

Deno.test("hasSlots() accepts an object of another realm, and rejects a look-alike", () => {
  const isBuffer = (value: unknown) =>
    hasSlots(ArrayBuffer, "byteLength", ["ArrayBuffer"], value);

  assert(isBuffer(new ArrayBuffer(1)));
  assert(isBuffer(runInNewContext("new ArrayBuffer(1)")));
  for (
    const other of [
      new SharedArrayBuffer(1),
      new Uint8Array(1),
      Object.create(ArrayBuffer.prototype),
      { [Symbol.toStringTag]: "ArrayBuffer", byteLength: 1 },
      null,
      "text",
    ]
  ) {
    assertEquals(isBuffer(other), false);
  }
});

Deno.test("hasMethods() requires each method", () => {
  const value = { a: () => {}, b: () => {}, c: 5 };

  assertEquals(hasMethods(value, "a", "b"), true);
  assertEquals(hasMethods(value, "a", "c"), false);
  assertEquals(hasMethods(TRAP, "value"), false);
});

Deno.test("toOwnUrl() returns a URL itself", () => {
  class Sub extends URL {}
  for (const url of [new URL("file:///a"), new Sub("file:///a")]) {
    assert(toOwnUrl(url) === url);
  }
});

Deno.test("toOwnUrl() converts a URL of another library", () => {
  const foreign = { [Symbol.toStringTag]: "URL", href: "file:///a%20b" };
  const url = toOwnUrl(foreign);

  assert(url instanceof URL);
  assertEquals(url.href, "file:///a%20b");
});

Deno.test("toOwnUrl() returns undefined for anything else", () => {
  for (
    const other of [
      "file:///a",
      { href: "file:///a" },
      { [Symbol.toStringTag]: "URL", href: "no URL" },
      { [Symbol.toStringTag]: "URL", href: 5 },
      {
        [Symbol.toStringTag]: "URL",
        get href() {
          throw new Error("it was read");
        },
      },
      Object.create(URL.prototype),
      undefined,
    ]
  ) {
    assertEquals(toOwnUrl(other), undefined);
  }
});

/** What another library may make of a signal. */
class ForeignSignal extends EventTarget {
  readonly aborted: unknown;

  constructor(aborted: unknown) {
    super();
    this.aborted = aborted;
  }

  get [Symbol.toStringTag](): string {
    return "AbortSignal";
  }
}

Deno.test("isAbortSignal() accepts a signal, including one of another library", () => {
  assert(isAbortSignal(new AbortController().signal));
  assert(isAbortSignal(AbortSignal.timeout(0)));
  assert(isAbortSignal(new ForeignSignal(false)));
});

Deno.test("isAbortSignal() rejects what only claims to be a signal", () => {
  for (
    const other of [
      new AbortController(),
      new EventTarget(),
      { [Symbol.toStringTag]: "AbortSignal", aborted: false },
      new ForeignSignal("no"),
      Object.create(AbortSignal.prototype),
      null,
    ]
  ) {
    assertEquals(isAbortSignal(other), false);
  }
});
