import { assert, assertEquals, assertRejects } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import { collectSource } from "../../src/source/collect_source.ts";
import { TempFolder } from "../support/files.ts";
import { fieldOf, openParts, partOf } from "../support/forms.ts";

const HELLO = new TextEncoder().encode("hello");

Deno.test("a form opens a part only when those before it have ended", async () => {
  const opened: string[] = [];
  const find = (name: string) => () => {
    opened.push(name);
    return Promise.resolve({ source: HELLO, size: 5 });
  };
  const form = await openParts([
    partOf("a", find("a"), { size: 5 }),
    partOf("b", find("b"), { size: 5 }),
  ]);
  const reader = (await form.open()).stream.getReader();
  await reader.read();
  assertEquals(opened, []);
  await reader.read();
  assertEquals(opened, ["a"]);
  await reader.cancel();
  assertEquals(opened, ["a"]);
});

Deno.test("a form whose part cannot be opened closes those before it", async () => {
  using folder = new TempFolder();
  let reason: unknown;
  const stream = new ReadableStream<Uint8Array>({
    cancel: (given) => void (reason = given),
  });
  const error = await assertRejects(() =>
    openParts([
      partOf("a", folder.write("a.txt", "a")),
      partOf("b", stream),
      partOf("c", `${folder.path}/missing`),
    ]), UploadError);

  assertEquals(error.code, "not-found");
  assert(reason === error);
});

Deno.test("a closed form closes each of its sources", async () => {
  using folder = new TempFolder();
  const reasons: unknown[] = [];
  const stream = () =>
    new ReadableStream<Uint8Array>({
      cancel: (given) => void reasons.push(given),
    });
  const form = await openParts([
    partOf("a", stream()),
    partOf("b", folder.write("b.txt", "b")),
    partOf("c", stream()),
  ]);
  await form.close("enough");

  assertEquals(reasons, ["enough", "enough"]);
});

Deno.test("a form is collected without reading its Blobs", async () => {
  let reads = 0;
  class Read extends Blob {
    override slice(): Blob {
      reads++;
      return super.slice();
    }
  }
  const blob = new Read([new Uint8Array(1_000_000)]);
  const form = await openParts([fieldOf("a", "1"), partOf("b", blob)]);
  const { pieces = [] } = await form.open();

  assertEquals(pieces.length, 3);
  const collected = await collectSource(
    form,
    new AbortController().signal,
    { touch() {} },
  );
  assertEquals([collected.size, reads], [form.size, 0]);
});
