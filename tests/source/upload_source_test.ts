import { assertEquals } from "@std/assert";
import { Readable } from "node:stream";
import {
  fileUrlOf,
  isRepeatable,
  nameOfSource,
} from "../../src/source/upload_source.ts";

Deno.test("nameOfSource() tells the last part of a name, and nothing where there is none", () => {
  assertEquals(nameOfSource("a/b.txt"), "b.txt");
  assertEquals(nameOfSource("a\\b.txt"), "b.txt");
  assertEquals(nameOfSource(new URL("file:///a/b%20c.txt?d#e")), "b c.txt");
  assertEquals(nameOfSource("file:///a/b%20c.txt"), "b c.txt");
  assertEquals(nameOfSource("FILE:/a/b%20c.txt"), "b c.txt");
  assertEquals(nameOfSource("file:b%20c.txt"), "file:b%20c.txt");
  assertEquals(nameOfSource(new File([], "b.txt")), "b.txt");
  assertEquals(nameOfSource(new Blob([])), undefined);
  assertEquals(nameOfSource(new Uint8Array()), undefined);
  assertEquals(nameOfSource(new ReadableStream()), undefined);
});

Deno.test("nameOfSource() tells the last part of the path that Bun gives a Blob for a name", () => {
  class BunFile extends Blob {
    readonly name = "/srv/in/b.txt";
  }

  assertEquals(nameOfSource(new BunFile([])), "b.txt");
  assertEquals(nameOfSource(new File([], "a/b.txt")), "a/b.txt");
});

Deno.test("nameOfSource() keeps escapes that are no UTF-8", () => {
  assertEquals(nameOfSource(new URL("file:///a/%E4.txt")), "%E4.txt");
});

Deno.test("fileUrlOf() knows a file: URL from a filename", () => {
  assertEquals(fileUrlOf("file:///a%20b")?.pathname, "/a%20b");
  assertEquals(fileUrlOf("File:/a")?.href, "file:///a");
  for (const name of ["file:a", "file", "a/file:///b", "https://a/b"]) {
    assertEquals(fileUrlOf(name), undefined);
  }
});

Deno.test("isRepeatable() knows which sources can be opened again", () => {
  class Endless extends Blob {
    override readonly size = Infinity;
  }
  const once = [
    new ReadableStream<Uint8Array>(),
    Readable.from([]),
    (async function* () {})(),
    new Endless(),
  ];
  const often = ["a.txt", new URL("file:///a"), new Blob(), new Uint8Array()];

  assertEquals(once.map(isRepeatable), once.map(() => false));
  assertEquals(often.map(isRepeatable), often.map(() => true));
});
