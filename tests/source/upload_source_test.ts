import { assertEquals } from "@std/assert";
import { nameOfSource } from "../../src/source/upload_source.ts";

Deno.test("nameOfSource() returns the last part of a name, or nothing if there is none", () => {
  assertEquals(nameOfSource("a/b.txt"), "b.txt");
  assertEquals(nameOfSource("a\\b.txt"), "b.txt");
  assertEquals(nameOfSource(new URL("file:///a/b%20c.txt?d#e")), "b c.txt");
  assertEquals(nameOfSource("file:b%20c.txt"), "file:b%20c.txt");
  assertEquals(nameOfSource(new File([], "b.txt")), "b.txt");
  assertEquals(nameOfSource(new Blob([])), undefined);
  assertEquals(nameOfSource(new Uint8Array()), undefined);
  assertEquals(nameOfSource(new ReadableStream()), undefined);
});

Deno.test("nameOfSource() returns the last part of the path that is the name of a Bun file", () => {
  class BunFile extends Blob {
    readonly name = "/srv/in/b.txt";
  }

  assertEquals(nameOfSource(new BunFile([])), "b.txt");
  assertEquals(nameOfSource(new File([], "a/b.txt")), "a/b.txt");
});

Deno.test("nameOfSource() keeps escapes that are not UTF-8, and percent signs that are not escapes", () => {
  assertEquals(nameOfSource(new URL("file:///a/%E4.txt")), "%E4.txt");
  assertEquals(nameOfSource(new URL("file:///a/100%.txt")), "100%.txt");
});

Deno.test("nameOfSource() returns the last part of a file: URL whose slashes are escaped", () => {
  assertEquals(nameOfSource(new URL("file:///a/b%2Fc.txt")), "c.txt");
});
