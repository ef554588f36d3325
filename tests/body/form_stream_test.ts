import { assert, assertEquals } from "@std/assert";
import { makeEnvelope, wrapBytes } from "../../src/body/form_envelope.ts";
import { toBytes } from "../../src/streams/bytes.ts";

const FILE = { name: "file", filename: "a.bin", fields: [] };

/** The parts of a form around some bytes, as the platform reads them. */
async function parsed(
  request: Parameters<typeof makeEnvelope>[0],
  bytes: Uint8Array<ArrayBuffer>,
): Promise<FormData> {
  const envelope = makeEnvelope(request, "text/x");
  const stream = new Blob([bytes]).stream();
  const form = wrapBytes({ size: bytes.byteLength, stream }, envelope);
  const body = await new Response(form.stream).bytes();
  assertEquals(form.size, body.byteLength);
  const headers = { "content-type": envelope.contentType };
  return await new Response(body, { headers }).formData();
}

Deno.test("wrapBytes() makes a form of many fields, and of large ones", async () => {
  const many = Array.from(
    { length: 10_000 },
    (_, index) => ["many", String(index)] as const,
  );
  const large = "ä\r\n".repeat(1_000_000);
  const form = await parsed(
    { ...FILE, fields: [...many, ["large", large]] },
    Uint8Array.of(1),
  );

  assertEquals(form.getAll("many"), many.map(([, value]) => value));
  assert(form.get("large") === large);
  assertEquals([...form.keys()].at(-1), "file");
});

const NAMES = ["a.bin", "", "a\\b", "ä ☃.bin", "--", "%22", "a b"];

for (const filename of NAMES) {
  Deno.test(`wrapBytes() makes a form in which the file is named ${JSON.stringify(filename)}`, async () => {
    const form = await parsed(
      { name: "f", filename, fields: [] },
      toBytes(
        Uint8Array.of(1, 2, 3),
      ),
    );
    const file = form.get("f");

    assert(file instanceof File);
    assertEquals(file.name, filename);
    assertEquals(file.type, "text/x");
    assertEquals(await file.bytes(), Uint8Array.of(1, 2, 3));
  });
}

for (
  const content of ["", "\r\n", "\r\n--", "--\r\n\r\n--x--\r\n", "\n", "\r"]
) {
  Deno.test(`wrapBytes() keeps a file whose content is ${JSON.stringify(content)}`, async () => {
    const fields = [["a", "\r\n--x--\r\n"], ["b", ""]] as const;
    const bytes = new TextEncoder().encode(content);
    const form = await parsed({ ...FILE, fields }, bytes);
    const file = form.get("file");

    assert(file instanceof File);
    assertEquals(await file.bytes(), bytes);
    assertEquals(form.get("a"), "\r\n--x--\r\n");
    assertEquals(form.get("b"), "");
  });
}

Deno.test("wrapBytes() leaves a length unknown that is unknown", async () => {
  const envelope = makeEnvelope(FILE, "text/x");
  const form = wrapBytes(
    { size: -1, stream: new Blob(["abc"]).stream() },
    envelope,
  );
  const { byteLength } = await new Response(form.stream).bytes();

  assertEquals(form.size, -1);
  assertEquals(
    byteLength,
    envelope.head.byteLength + 3 + envelope.tail.byteLength,
  );
});

Deno.test("wrapBytes() hands on the chunks of the source as they are", async () => {
  const envelope = makeEnvelope(FILE, "text/x");
  const chunk = toBytes(new Uint8Array(1_000_000));
  const stream = ReadableStream.from([chunk]);
  const form = wrapBytes({ size: 1_000_000, stream }, envelope);
  const chunks = await Array.fromAsync(form.stream);

  assertEquals(chunks.filter((one) => one.buffer === chunk.buffer).length, 1);
});

Deno.test("wrapBytes() fails as its source does", async () => {
  const envelope = makeEnvelope(FILE, "text/x");
  const failure = new Error("it is over");
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => controller.error(failure),
  });
  const form = wrapBytes({ size: 5, stream }, envelope);
  let thrown: unknown;
  try {
    await Array.fromAsync(form.stream);
  } catch (error) {
    thrown = error;
  }

  assert(thrown === failure);
});

Deno.test("a cancelled form cancels its source, though that is being read", async () => {
  const envelope = makeEnvelope(FILE, "text/x");
  const asked = Promise.withResolvers<void>();
  const cancelled = Promise.withResolvers<unknown>();
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull() {
      asked.resolve();
      return new Promise<void>(() => {});
    },
    cancel: (reason) => cancelled.resolve(reason),
  }, { highWaterMark: 0 });
  const reader = wrapBytes({ size: 5, stream }, envelope).stream.getReader();
  await reader.read();
  const reading = reader.read();
  await asked.promise;

  await reader.cancel("enough");

  assertEquals(await cancelled.promise, "enough");
  assertEquals((await reading).done, true);
});

Deno.test("a form that is cancelled before it is read cancels its source", async () => {
  const envelope = makeEnvelope(FILE, "text/x");
  let cancelled = false;
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    cancel: () => void (cancelled = true),
  });

  await wrapBytes({ size: 5, stream }, envelope).stream.cancel();

  assertEquals(cancelled, true);
});
