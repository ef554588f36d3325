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
    "Cannot open source again: its function returned the same iterator",
  );

  assertEquals([error.code, error.hint], [
    "source",
    "return a new one each time",
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
