import { assertEquals } from "@std/assert";
import { checkedStream } from "../../src/streams/checked_stream.ts";
import { askedIterable } from "../support/asked_iterable.ts";
import { turn, turns } from "../support/turns.ts";

const failure = new Error("it is over");

Deno.test("a checked stream can be cancelled while its iterable hangs", async () => {
  const asked = Promise.withResolvers<void>();
  const source = askedIterable(() => {
    asked.resolve();
    return new Promise(() => {});
  });
  const reader = checkedStream(source, -1).getReader();
  const reading = reader.read();
  await asked.promise;

  await reader.cancel("enough");

  assertEquals((await reading).done, true);
  assertEquals(source.asked, ["next", "return"]);
});

Deno.test("a checked stream stops only once a source that fails when cancelled", async () => {
  const asked = Promise.withResolvers<void>();
  const pending = Promise.withResolvers<IteratorResult<unknown>>();
  const source = askedIterable(() => {
    asked.resolve();
    return pending.promise;
  });
  const reader = checkedStream(source, -1).getReader();
  const reading = reader.read();
  await asked.promise;

  await reader.cancel("enough");
  pending.reject(failure);
  await reading;
  await turn();

  assertEquals(source.asked, ["next", "return"]);
});

Deno.test("a checked stream can be cancelled while its generator hangs", async () => {
  async function* source() {
    yield new Uint8Array(1);
    await new Promise(() => {});
  }
  const reader = checkedStream(source(), -1).getReader();
  await reader.read();
  const reading = reader.read();

  await reader.cancel("enough");

  assertEquals((await reading).done, true);
});

Deno.test("a checked stream passes the reason of a cancel to its stream", async () => {
  let reason: unknown;
  const source = new ReadableStream({
    pull: () => new Promise<void>(() => {}),
    cancel: (given) => void (reason = given),
  });
  const reader = checkedStream(source, -1).getReader();
  const reading = reader.read();

  await reader.cancel("enough");

  assertEquals(reason, "enough");
  assertEquals((await reading).done, true);
});

Deno.test("a checked stream can be cancelled even if its source cannot", async () => {
  const source = {
    [Symbol.asyncIterator]: () => ({
      next: () => Promise.resolve({ done: false, value: new Uint8Array(1) }),
      return: () => Promise.reject(failure),
    }),
  };
  const reader = checkedStream(source, -1).getReader();
  await reader.read();

  await reader.cancel();

  assertEquals((await reader.read()).done, true);
});

Deno.test("a checked stream stops reading a source of empty chunks once it is cancelled", async () => {
  let asked = 0;
  const twice = Promise.withResolvers<void>();
  const source = {
    [Symbol.asyncIterator]: () => ({
      next() {
        if (++asked === 2) twice.resolve();
        return Promise.resolve({ done: false, value: new Uint8Array() });
      },
    }),
  };
  const reader = checkedStream(source, -1).getReader();
  const reading = reader.read();
  await twice.promise;

  await reader.cancel();
  await reading;
  const before = asked;
  await turns();

  assertEquals(asked, before);
});
