import { assert, assertEquals, assertRejects } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import { fieldOf, openParts, parsedForm, partOf } from "../support/forms.ts";

const HELLO = new TextEncoder().encode("hello");

Deno.test("a form has its parts in their order, and its exact size", async () => {
  const form = await parsedForm([
    fieldOf("a", "1"),
    partOf("b", HELLO),
    fieldOf("c", ""),
    partOf("b", new Blob(["world"]), { filename: "w.txt" }),
    partOf("b", new Blob()),
  ]);

  assertEquals([...form.keys()], ["a", "b", "c", "b", "b"]);
  const files = form.getAll("b").filter((value) => value instanceof File);
  assertEquals(await Promise.all(files.map((file) => file.text())), [
    "hello",
    "world",
    "",
  ]);
  assertEquals(files.map(({ name }) => name), ["blob", "w.txt", "blob"]);
});

Deno.test("a form without parts is the same as that of the platform", async () => {
  assertEquals([...await parsedForm([])], []);
});

Deno.test("a form may have many fields, and large ones", async () => {
  const many = Array.from({ length: 10_000 }, (_, index) => String(index));
  const large = "ä\r\n".repeat(1_000_000);
  const form = await parsedForm([
    ...many.map((value) => fieldOf("many", value)),
    fieldOf("large", large),
    partOf("file", HELLO),
  ]);

  assertEquals(form.getAll("many"), many);
  assert(form.get("large") === large);
  assertEquals([...form.keys()].at(-1), "file");
});

for (const filename of ["a.bin", "", "a\\b", "ä ☃.bin", "--", "%22", "a b"]) {
  Deno.test(`a form may have a file that is named ${JSON.stringify(filename)}`, async () => {
    const form = await parsedForm([partOf("f", HELLO, { filename })]);
    const file = form.get("f");

    assert(file instanceof File);
    assertEquals([file.name, file.type], [filename, "text/x"]);
    assertEquals(await file.bytes(), HELLO);
  });
}

for (
  const content of ["", "\r\n", "\r\n--", "--\r\n\r\n--x--\r\n", "\n", "\r"]
) {
  Deno.test(`a form keeps a file whose content is ${JSON.stringify(content)}`, async () => {
    const bytes = new TextEncoder().encode(content);
    const form = await parsedForm([
      fieldOf("a", "\r\n--x--\r\n"),
      partOf("file", bytes),
    ]);
    const file = form.get("file");

    assert(file instanceof File);
    assertEquals(await file.bytes(), bytes);
    assertEquals(form.get("a"), "\r\n--x--\r\n");
  });
}

Deno.test("a form has an unknown size if that of a part is unknown", async () => {
  const form = await openParts([
    partOf("a", HELLO),
    partOf("b", new Blob(["abc"]).stream()),
  ]);
  const { size, stream } = await form.open();

  assertEquals([form.size, size], [-1, -1]);
  await new Response(stream).bytes();
});

Deno.test("a form can be opened again only if each part can", async () => {
  const blob = new Blob(["abc"]);
  const again = await openParts([partOf("a", blob), fieldOf("b", "1")]);
  const once = await openParts([partOf("a", blob), partOf("b", blob.stream())]);

  assertEquals([again.reopens, once.reopens], [true, false]);
  for (let round = 0; round < 2; round++) {
    const { stream } = await again.open();
    assertEquals((await new Response(stream).bytes()).byteLength, again.size);
  }
  await once.close("done");
});

Deno.test("a form opens in any range, which may begin and end in any part", async () => {
  const form = await openParts([
    fieldOf("a", "1"),
    partOf("b", HELLO),
    partOf("c", new Blob(["world"])),
  ]);
  const whole = await new Response((await form.open()).stream).bytes();
  for (let start = 0; start <= form.size; start += 7) {
    for (const end of [start, start + 1, start + 60, form.size]) {
      const range = { start, end: Math.min(Math.max(end, start), form.size) };
      const { size, stream } = await form.open(range);
      assertEquals(size, range.end - range.start);
      assertEquals(
        await new Response(stream).bytes(),
        whole.slice(range.start, range.end),
      );
    }
  }
  await assertRejects(
    async () => await form.open({ start: 0, end: form.size + 1 }),
    UploadError,
    `Cannot open bytes 0 to ${form.size + 1} of the source: it has`,
  );
});

Deno.test("a form yields the chunks of its sources as they are, and its own text as copies", async () => {
  const chunk = new Uint8Array(1_000_000);
  const stream = ReadableStream.from([chunk]);
  const form = await openParts([partOf("a", stream, { size: 1_000_000 })]);
  const chunks = await Array.fromAsync((await form.open()).stream);

  assertEquals(
    chunks.filter(({ buffer }) => buffer === chunk.buffer).length,
    1,
  );
  const again = await openParts([fieldOf("a", "1")]);
  for (let round = 0; round < 2; round++) {
    const [text] = await Array.fromAsync((await again.open()).stream);
    assertEquals(text?.byteLength, again.size);
    text?.buffer.transfer();
  }
});

Deno.test("a form owns its chunks if each part does, and its text is one chunk", async () => {
  const blob = new Blob(["abc"]);
  const owned = await openParts([fieldOf("a", "1"), partOf("b", blob)]);
  const borrowed = await openParts([partOf("a", blob), partOf("b", HELLO)]);
  const long = await openParts([fieldOf("a", "1".repeat(100_000))]);

  assertEquals(
    [owned.ownsChunks, (await owned.open()).ownsChunks],
    [true, true],
  );
  assertEquals([borrowed.ownsChunks, long.ownsChunks], [false, false]);
});
