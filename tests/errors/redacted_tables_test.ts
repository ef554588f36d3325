import { assert, assertEquals } from "@std/assert";
import { toCause } from "../../src/errors/redacted_cause.ts";

const SECRET = "hunter2";

/** A chain of causes that is longer than what is read of one. */
function longChain(): Error {
  const headers = { authorization: SECRET };
  let error = new Error("innermost", { cause: { headers } });
  for (let depth = 0; depth < 10; depth++) {
    error = new Error("outer", { cause: error });
  }
  return error;
}

const SHOWN: readonly (readonly [name: string, thrown: Error])[] = [
  [
    "the parameters of a query",
    withProperty(
      new URLSearchParams({ signature: SECRET }),
    ),
  ],
  ["a Map of headers", withProperty(new Map([["authorization", SECRET]]))],
  ["pairs of headers", withProperty([["authorization", SECRET]])],
  ["raw headers", withProperty(["host", "a", "authorization", SECRET])],
  ["a long chain of causes", longChain()],
];

function withProperty(data: unknown): Error {
  return Object.assign(new Error("failed"), { data });
}

for (const [name, thrown] of SHOWN) {
  Deno.test(`toCause() removes a secret from ${name}`, () => {
    const cause = toCause(thrown);

    const shown = Deno.inspect(cause, { depth: 50, iterableLimit: 100 });
    assert(cause instanceof Error);
    assert(!shown.includes(SECRET), shown);
  });
}

Deno.test("toCause() returns an error as is if its tables have no secret", () => {
  for (const data of [new Map([["a", "b"]]), [["host", "a"]], ["a", "b"]]) {
    const thrown = withProperty(data);

    assertEquals(toCause(thrown) === thrown, true);
  }
});
