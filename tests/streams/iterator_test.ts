import { assertEquals, assertThrows } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import { takeIterator } from "../../src/streams/iterator.ts";

async function* chunks() {
  yield new Uint8Array(5);
}

Deno.test("takeIterator() refuses an iterator that was taken before, in whatever iterable it is", () => {
  const generator = chunks();
  assertEquals(takeIterator(generator), generator);

  for (
    const source of [generator, { [Symbol.asyncIterator]: () => generator }]
  ) {
    const error = assertThrows(
      () => takeIterator(source),
      UploadError,
      "Cannot read the source: its iterator was used before",
    );
    assertEquals(error.code, "source");
  }
});

Deno.test("takeIterator() accepts an iterable each time it makes an iterator", () => {
  const source = { [Symbol.asyncIterator]: chunks };

  takeIterator(source);
  takeIterator(source);
});

Deno.test("takeIterator() refuses an iterator that is no object", () => {
  assertThrows(
    () => takeIterator(JSON.parse("{}")),
    TypeError,
  );
  const source = { [Symbol.asyncIterator]: () => JSON.parse("5") };

  assertThrows(
    () => takeIterator(source),
    TypeError,
    "its iterator is no object (got number)",
  );
});
