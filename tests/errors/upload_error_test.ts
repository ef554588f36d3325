import { assert, assertEquals, assertInstanceOf } from "@std/assert";
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

Deno.test("UploadError keeps its name, code, message and hint in JSON", () => {
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
    },
  });
});

Deno.test("describe() joins message and hint", () => {
  const hinted = new UploadError("network", "what", { hint: "do it" });

  assertEquals(describe(hinted), "what; do it");
  assertEquals(describe(new UploadError("network", "what")), "what");
});
