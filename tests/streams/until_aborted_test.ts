import { assertEquals, assertRejects } from "@std/assert";
import { untilAborted } from "../../src/streams/until_aborted.ts";

const IGNORED = () => {};

/** Values, and what became of their iterator. */
function valuesOf(count: number) {
  const seen = { asked: 0, closed: 0 };
  async function* values() {
    try {
      while (seen.asked < count) yield ++seen.asked;
    } finally {
      seen.closed++;
    }
  }
  return { seen, values: values() };
}

Deno.test("untilAborted() yields the values of sync and async iterables, and of promises", async () => {
  const { signal } = new AbortController();
  const { values } = valuesOf(3);
  const promised = [Promise.resolve(1), 2];

  assertEquals(await Array.fromAsync(untilAborted(values, signal, IGNORED)), [
    1,
    2,
    3,
  ]);
  assertEquals(
    await Array.fromAsync(untilAborted<unknown>(promised, signal, IGNORED)),
    [1, 2],
  );
});

Deno.test("untilAborted() closes the iterator when its loop is left", async () => {
  const { signal } = new AbortController();
  const { values, seen } = valuesOf(3);

  for await (const value of untilAborted(values, signal, IGNORED)) {
    assertEquals(value, 1);
    break;
  }

  assertEquals(seen, { asked: 1, closed: 1 });
});

Deno.test("untilAborted() requests nothing once its signal has aborted", async () => {
  const controller = new AbortController();
  const { values, seen } = valuesOf(3);
  const taken = untilAborted(values, controller.signal, IGNORED);
  await taken.next();

  controller.abort(new Error("enough"));

  await assertRejects(() => taken.next(), Error, "enough");
  assertEquals(seen, { asked: 1, closed: 1 });
});

Deno.test("untilAborted() ends at once even if a value is pending, and passes it on later", async () => {
  const controller = new AbortController();
  const late: number[] = [];
  const coming = Promise.withResolvers<number>();
  const { promise: closed, resolve: close } = Promise.withResolvers<void>();
  async function* values() {
    try {
      yield await coming.promise;
    } finally {
      close();
    }
  }
  const taken = untilAborted(values(), controller.signal, (value) => {
    late.push(value);
  });
  const next = taken.next();

  controller.abort(new Error("enough"));
  await assertRejects(() => next, Error, "enough");
  coming.resolve(7);
  await closed;

  assertEquals(late, [7]);
});

Deno.test("untilAborted() throws what the iterable throws", async () => {
  const { signal } = new AbortController();
  function* values() {
    yield 1;
    throw new Error("no more");
  }
  const taken = untilAborted(values(), signal, IGNORED);
  await taken.next();

  await assertRejects(() => taken.next(), Error, "no more");
});
