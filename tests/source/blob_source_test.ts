import { assertEquals } from "@std/assert";
import { blobSource } from "../../src/source/blob_source.ts";

Deno.test("blobSource() opens a Blob of unknown size once, and any other repeatedly", () => {
  class Endless extends Blob {
    override get size(): number {
      return Infinity;
    }
  }

  const endless = blobSource(new Endless(["hello"]));
  const known = blobSource(new Blob(["hello"]));

  assertEquals([endless.size, endless.reopens], [-1, false]);
  assertEquals([known.size, known.reopens], [5, true]);
});
