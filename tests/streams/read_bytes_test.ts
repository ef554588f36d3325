import { assert, assertEquals, assertRejects } from "@std/assert";
import { readBytes } from "../../src/streams/read_bytes.ts";
import { sameBytes } from "../support/bytes.ts";
import { randomBytes } from "../support/files.ts";

type Make = (chunks: readonly Uint8Array<ArrayBuffer>[]) => ReadableStream;

const KINDS: readonly (readonly [kind: string, Make])[] = [
  ["a stream", (chunks) => ReadableStream.from(chunks)],
  ["a byte stream", (chunks) => {
    const rest = chunks.values();
    return new ReadableStream({
      type: "bytes",
      pull(controller) {
        const { done, value } = rest.next();
        if (!done) return controller.enqueue(value.slice());
        controller.close();
        controller.byobRequest?.respond(0);
      },
    });
  }],
  ["the body of a response", (chunks) => {
    return new Response(new Blob([...chunks])).body ?? new ReadableStream();
  }],
];

const SIZES = [[0], [1], [1023], [1024], [1025], [65_536], [66_560], [300_000]];
const CHUNKED = [[1, 1, 1], [1024, 1], [1000, 100, 65_536, 7], [65_537, 3]];

for (const [kind, make] of KINDS) {
  for (const sizes of [...SIZES, ...CHUNKED]) {
    Deno.test(`readBytes() reads ${kind} of ${sizes} bytes`, async () => {
      const chunks = sizes.filter((size) => size > 0).map(randomBytes);
      const whole = await new Blob(chunks).bytes();
      let calls = 0;

      const bytes = await readBytes(make(chunks), whole.length, () => calls++);

      assert(bytes !== undefined && sameBytes(bytes, whole));
      assert(calls >= (whole.length > 0 ? 1 : 0));
    });
  }

  Deno.test(`readBytes() gives up ${kind} with more than maxBytes`, async () => {
    const chunks = [randomBytes(20), randomBytes(5)];

    assertEquals(await readBytes(make(chunks), 24, () => {}), undefined);
    assertEquals((await readBytes(make(chunks), 25, () => {}))?.length, 25);
    assertEquals(await readBytes(make(chunks), 0, () => {}), undefined);
  });
}

Deno.test("readBytes() does not wait for the cancel of what it gives up", async () => {
  for (
    const cancel of [() => new Promise<void>(() => {}), () => Promise.reject()]
  ) {
    let cancelled = false;
    const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull: (controller) => controller.enqueue(new Uint8Array(10)),
      cancel() {
        cancelled = true;
        return cancel();
      },
    });

    assertEquals(await readBytes(stream, 9, () => {}), undefined);
    assertEquals(cancelled, true);
  }
});

Deno.test("readBytes() does not count an empty chunk as movement", async () => {
  const chunks = [new Uint8Array(), new Uint8Array(1), new Uint8Array()];
  let calls = 0;

  const bytes = await readBytes(ReadableStream.from(chunks), 9, () => calls++);

  assertEquals([bytes?.length, calls], [1, 1]);
});

Deno.test("readBytes() fails with the error of its stream", async () => {
  const error = new Error("broken");
  for (
    const failing of [
      new ReadableStream({ pull: () => Promise.reject(error) }),
      new ReadableStream({ type: "bytes", pull: () => Promise.reject(error) }),
    ]
  ) {
    assertEquals(
      await assertRejects(() => readBytes(failing, 9, () => {}), Error),
      error,
    );
  }
});

Deno.test("readBytes() refuses a chunk that is not bytes, and cancels its stream", async () => {
  const reasons: unknown[] = [];
  const stream: ReadableStream = new ReadableStream({
    pull: (controller) => controller.enqueue("text"),
    cancel: (reason) => void reasons.push(reason),
  });

  await assertRejects(
    () => readBytes(stream, 9, () => {}),
    TypeError,
    "Cannot read a chunk that is not bytes",
  );
  assertEquals(reasons, [undefined]);
});
