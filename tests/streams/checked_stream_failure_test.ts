import { assert, assertEquals, assertRejects } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import { checkedStream } from "../../src/streams/checked_stream.ts";
import { askedIterable } from "../support/asked_iterable.ts";
import { turn } from "../support/turns.ts";

const failure = new Error("it is over");

Deno.test("a checked stream fails with what its iterable throws at once", async () => {
  const source = askedIterable(() => {
    throw failure;
  });
  const error = await assertRejects(
    () => Array.fromAsync(checkedStream(source, -1)),
    UploadError,
    "Cannot read the source: it is over",
  );

  assertEquals(error.code, "source");
  assert(error.cause === failure);
});

Deno.test("a checked stream fails with what its generator throws later", async () => {
  async function* source() {
    yield new Uint8Array(3);
    throw failure;
  }
  const reader = checkedStream(source(), 5).getReader();
  assertEquals((await reader.read()).value, new Uint8Array(3));
  const error = await assertRejects(() => reader.read(), UploadError);

  assert(error.cause === failure);
});

Deno.test("a checked stream fails with any error of its stream", async () => {
  for (const thrown of [failure, "text", undefined, null]) {
    const source = new ReadableStream({
      pull: (controller) => controller.error(thrown),
    });
    const error = await assertRejects(
      () => Array.fromAsync(checkedStream(source, -1)),
      UploadError,
      "Cannot read the source: ",
    );

    assert(error.cause === thrown);
  }
});

Deno.test("checkedStream() fails if it gets no iterator", () => {
  const source = {
    [Symbol.asyncIterator](): AsyncIterator<unknown> {
      throw failure;
    },
  };
  let thrown: unknown;
  try {
    checkedStream(source, -1);
  } catch (error) {
    thrown = error;
  }

  assert(thrown instanceof UploadError);
  assert(thrown.cause === failure);
});

Deno.test("a checked stream stops a source that breaks a rule", async () => {
  const source = askedIterable(() =>
    Promise.resolve({ done: false, value: "a string" })
  );
  await assertRejects(
    () => Array.fromAsync(checkedStream(source, -1)),
    UploadError,
  );

  assertEquals(source.asked, ["next", "return"]);
});

Deno.test("a checked stream reads nothing before it is read, and no more than it can pass on", async () => {
  const source = askedIterable(() =>
    Promise.resolve({ done: false, value: new Uint8Array(10_000) })
  );
  const reader = checkedStream(source, -1).getReader();
  await turn();
  assertEquals(source.asked, []);

  await reader.read();
  await turn();

  assertEquals(source.asked, ["next"]);
  await reader.cancel();
});
