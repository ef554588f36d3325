import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertStringIncludes,
} from "@std/assert";
import { describe, UploadError } from "../../src/errors/upload_error.ts";

Deno.test("UploadError has a code, a name, a hint and a cause", () => {
  const cause = new Error("why");
  const error = new UploadError("network", "what", {
    hint: "do it",
    isTransient: true,
    cause,
  });

  assertInstanceOf(error, Error);
  assertEquals(error.name, "UploadError");
  assertEquals(error.code, "network");
  assertEquals(error.message, "what");
  assertEquals(error.hint, "do it");
  assertEquals(error.isTransient, true);
  assert(error.cause === cause);
  assertEquals(String(error), "UploadError: what");
});

Deno.test("UploadError has no hint, no cause and is not transient by default", () => {
  const error = new UploadError("source", "what");

  assertEquals([error.hint, error.isTransient], ["", false]);
  assertEquals(Object.hasOwn(error, "cause"), false);
});

Deno.test("UploadError keeps everything but its cause and stack in JSON", () => {
  const error = new UploadError("timeout", "what", {
    hint: "do it",
    isTransient: true,
    cause: { secret: "hunter2" },
  });

  assertEquals(JSON.parse(JSON.stringify({ error })), {
    error: {
      name: "UploadError",
      code: "timeout",
      message: "what",
      hint: "do it",
      isTransient: true,
    },
  });
});

/** Causes, and whether a clone can have them. */
const CAUSES: readonly [name: string, cause: unknown, isCloneable: boolean][] =
  [
    ["an Error", new TypeError("why", { cause: new Error("root") }), true],
    ["a text", "why", true],
    ["undefined", undefined, true],
    ["a function", () => 1, false],
    ["a symbol", Symbol("why"), false],
    ["a Response", new Response("why"), false],
    ["a proxy", new Proxy({}, {}), false],
    ["an Error of a function", new Error("why", { cause: () => 1 }), false],
  ];

for (const [name, cause, isCloneable] of CAUSES) {
  Deno.test(`UploadError keeps ${name} as its cause, and is cloned ${isCloneable ? "with" : "without"} it`, () => {
    const error = new UploadError("network", "what", { cause });

    assert(error.cause === cause);
    assert(Object.hasOwn(error, "cause"));
    assertEquals(Object.keys(error).includes("cause"), false);
    const clone = structuredClone(error);
    assertInstanceOf(clone, Error);
    assertEquals(clone.message, "what");
    assertEquals(Object.hasOwn(clone, "cause"), isCloneable);
    assertStringIncludes(Deno.inspect(error), "[cause]");
  });
}

Deno.test("describe() joins message and hint", () => {
  const hinted = new UploadError("network", "what", { hint: "do it" });

  assertEquals(describe(hinted), "what; do it");
  assertEquals(describe(new UploadError("network", "what")), "what");
});
