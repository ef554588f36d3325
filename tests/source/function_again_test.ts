import { assertEquals, assertRejects } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import { openSource } from "../../src/source/open_source.ts";
import type { OpenSource } from "../../src/source/source.ts";
import type { PlainSource } from "../../src/source/upload_source.ts";

const HELLO = new TextEncoder().encode("hello");

/** Opens a function that returns the same source each time. */
async function openSame(source: PlainSource): Promise<OpenSource> {
  const find = () => Promise.resolve({ source, size: undefined });
  const { signal } = new AbortController();
  const description = {
    source: find,
    size: undefined,
    baseDirectory: undefined,
  };
  return await openSource(description, signal);
}

async function textOf(source: OpenSource): Promise<string> {
  return await new Response((await source.open()).stream).text();
}

Deno.test("a function that returns the same generator again is refused, because it has no bytes left", async () => {
  async function* chunks() {
    yield HELLO;
  }
  const source = await openSame(chunks());
  assertEquals(await textOf(source), "hello");

  const error = await assertRejects(
    () => Promise.resolve(source.open()),
    UploadError,
    "Cannot read the source: its iterator was used before",
  );

  assertEquals([error.code, error.hint], [
    "source",
    "create a new one for each upload, and for each call of a source function",
  ]);
});

Deno.test("a function may return the same iterable again if it starts over", async () => {
  const source = await openSame({
    async *[Symbol.asyncIterator]() {
      yield HELLO;
    },
  });

  for (let time = 0; time < 3; time++) {
    assertEquals(await textOf(source), "hello");
  }
});

Deno.test("a function that returns the same generator in a new iterable is refused", async () => {
  const generator = (async function* () {
    yield HELLO;
  })();
  const source = await openSame({ [Symbol.asyncIterator]: () => generator });
  assertEquals(await textOf(source), "hello");

  await assertRejects(
    () => Promise.resolve(source.open()),
    UploadError,
    "Cannot read the source: its iterator was used before",
  );
});
