import { assert, assertEquals } from "@std/assert";
import {
  cancel,
  register,
  runningCount,
  unregister,
} from "../../src/transfer/cancel_registry.ts";

Deno.test("cancel() aborts an upload with the reason, by its id and by its handle", () => {
  const byId = register("a");
  const byHandle = register("b");
  const reason = new Error("no longer needed");

  assertEquals(cancel("a", reason), true);
  assertEquals(byHandle.signal.aborted, false);
  assertEquals(cancel({ requestId: "b" }), true);

  assert(byId.signal.reason === reason);
  assertEquals(byHandle.signal.aborted, true);
  unregister("a");
  unregister("b");
});

Deno.test("cancel() returns false for an upload that is already cancelled, and keeps the first reason", () => {
  const { signal } = register("a");

  assertEquals(cancel("a", 1), true);
  assertEquals(cancel("a", 2), false);
  assertEquals(signal.reason, 1);
  unregister("a");
});

Deno.test("cancel() returns false for an upload that has ended or is unknown", () => {
  const { signal } = register("a");
  unregister("a");

  assertEquals(cancel("a"), false);
  assertEquals(cancel("unheard of"), false);
  assertEquals(cancel({ requestId: "unheard of" }), false);
  assertEquals(signal.aborted, false);
});

Deno.test("runningCount() counts registered uploads", () => {
  const before = runningCount();
  register("a");
  register("b");

  assertEquals(runningCount() - before, 2);
  unregister("a");
  unregister("a");
  unregister("b");
  assertEquals(runningCount() - before, 0);
});
