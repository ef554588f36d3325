import { assertEquals, assertRejects } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import { openSource } from "../../src/source/open_source.ts";
import type { SingleSource } from "../../src/source/source.ts";
import { TempFolder } from "../support/files.ts";

const HELLO = new TextEncoder().encode("hello");

const { signal } = new AbortController();

/** What a range of a source holds, twice and in an order of its own. */
async function rangesOf(source: SingleSource): Promise<string[]> {
  const opened = await openSource(
    { source, size: undefined, baseDirectory: undefined },
    signal,
  );
  const texts: string[] = [];
  for (const [start, end] of [[2, 5], [0, 2], [0, 5], [5, 5]] as const) {
    const { size, stream } = await opened.open({ start, end });
    assertEquals(size, end - start);
    texts.push(await new Response(stream).text());
  }
  await opened.close("done");
  return texts;
}

Deno.test("openSource() opens any range of what is in memory or in a file", async () => {
  using folder = new TempFolder();
  const sources = [
    HELLO,
    HELLO.slice().buffer,
    new Blob([HELLO]),
    folder.write("a.txt", "hello"),
  ];
  for (const source of sources) {
    assertEquals(await rangesOf(source), ["llo", "he", "hello", ""]);
  }
});

Deno.test("openSource() refuses a range that is not inside the source", async () => {
  using folder = new TempFolder();
  const stream = () => new Blob([HELLO]).stream();
  const sources: [source: SingleSource, size?: number][] = [
    [HELLO],
    [new Blob([HELLO])],
    [folder.write("a.txt", "hello")],
    [stream(), 5],
    [() => Promise.resolve({ source: HELLO, size: 5 })],
  ];
  for (const [source, size] of sources) {
    const opened = await openSource(
      { source, size, baseDirectory: undefined },
      signal,
    );
    for (const [start, end] of [[0, 6], [-1, 5], [3, 2]] as const) {
      await assertRejects(
        async () => await opened.open({ start, end }),
        UploadError,
        `Cannot open bytes ${start} to ${end} of the source: it has 5 bytes`,
      );
    }
    await opened.close("done");
  }
});

Deno.test("openSource() opens all of a stream, and no part of it", async () => {
  const opened = await openSource(
    { source: new Blob([HELLO]).stream(), size: 5, baseDirectory: undefined },
    signal,
  );
  const { message, hint } = await assertRejects(
    async () => await opened.open({ start: 1, end: 5 }),
    UploadError,
  );
  assertEquals([message, hint], [
    "Cannot open a part of the source: it is a stream",
    "pass a function that opens the source",
  ]);
  const { stream } = await opened.open({ start: 0, end: 5 });
  assertEquals(await new Response(stream).bytes(), HELLO);
});
