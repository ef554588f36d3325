import { assertEquals, assertRejects } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import { openSource } from "../../src/source/open_source.ts";
import type { OpenSource } from "../../src/source/source.ts";

async function textOf(source: OpenSource): Promise<string> {
  return await new Response((await source.open()).stream).text();
}

/** Opens a function that returns streams of these texts, one after the other. */
async function openTexts(...texts: string[]): Promise<OpenSource> {
  const find = () =>
    Promise.resolve({
      source: new Blob([texts.shift() ?? ""]).stream(),
      size: undefined,
    });
  const { signal } = new AbortController();
  return await openSource(
    { source: find, size: undefined, baseDirectory: undefined },
    signal,
  );
}

Deno.test("a function of unknown size that returns fewer bytes than before is refused", async () => {
  const source = await openTexts("hello", "hell");
  assertEquals(await textOf(source), "hello");

  const error = await assertRejects(
    () => textOf(source),
    UploadError,
    "Cannot read the source again: it ended after 4 bytes, but had 5 before",
  );

  assertEquals(error.code, "source");
});

Deno.test("a function of unknown size may return more bytes than before, because a first attempt may not read everything", async () => {
  const source = await openTexts("hello", "hello", "hello!");
  const { stream } = await source.open();
  await stream.cancel();

  assertEquals(await textOf(source), "hello");
  assertEquals(await textOf(source), "hello!");
});
