import { assertEquals } from "@std/assert";
import { attempt, isInstance, property } from "../../src/errors/attempt.ts";

const { proxy: REVOKED, revoke } = Proxy.revocable({}, {});
revoke();

Deno.test("attempt() returns what was read, otherwise the fallback", () => {
  assertEquals(attempt(() => 5, 7), 5);
  assertEquals(attempt(() => Object.keys(REVOKED).length, 7), 7);
});

Deno.test("property() reads a property, and never throws", () => {
  const trap = {
    get value() {
      throw new Error("it was read");
    },
  };

  assertEquals(property({ value: 5 }, "value"), 5);
  assertEquals(property(trap, "value"), undefined);
  assertEquals(property(REVOKED, "value"), undefined);
  assertEquals(property(undefined, "value"), undefined);
  assertEquals(property(null, "value"), undefined);
});

Deno.test("isInstance() is false for a revoked proxy", () => {
  assertEquals(isInstance(new TypeError(), Error), true);
  assertEquals(isInstance({}, Error), false);
  assertEquals(isInstance(REVOKED, Error), false);
});
