import { assert, assertEquals } from "@std/assert";
import { withCallerStack } from "../../src/errors/caller_stack.ts";

function makeError(): Error {
  return new Error("what");
}

async function theCaller(error: Error): Promise<Error> {
  await Promise.resolve();
  return withCallerStack(error);
}

Deno.test("withCallerStack() keeps the stack of an error, and appends that of its caller once", async () => {
  const error = makeError();
  const { stack = "" } = error;

  assert(await theCaller(error) === error);
  const { stack: extended = "" } = error;
  await theCaller(error);

  assert(extended.startsWith(`${stack}\n`));
  assert(extended.slice(stack.length).includes("theCaller"));
  assertEquals(error.stack, extended);
  assertEquals(extended.includes("withCallerStack"), false);
});

Deno.test("withCallerStack() returns an error whose stack cannot be set", async () => {
  const error = Object.defineProperty(makeError(), "stack", { value: "here" });

  assert(await theCaller(Object.freeze(error)) === error);
  assertEquals(error.stack, "here");
});

Deno.test("withCallerStack() does not repeat a frame", async () => {
  async function theMaker() {
    await Promise.resolve();
    return withCallerStack(makeError());
  }
  const { stack = "" } = await theMaker();

  const frames = stack.split("\n").slice(1);
  assert(frames.length > 2);
  assertEquals(frames.length, new Set(frames).size);
});
