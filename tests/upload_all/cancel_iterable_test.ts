import { uploadAll } from "@network/upload";
import { assert, assertEquals } from "@std/assert";
import { HeldFetch } from "../support/held_fetch.ts";
import { Many } from "../support/many.ts";
import { turns } from "../support/turns.ts";

Deno.test("uploadAll() does not wait for an iterable that never responds", async () => {
  const held = new HeldFetch();
  const many = new Many(1, held.fetch);
  const late = Promise.withResolvers<void>();
  const stream = new ReadableStream<Uint8Array>({ cancel: () => closed() });
  const { promise: isClosed, resolve: closed } = Promise.withResolvers<void>();
  let wasClosed = false;
  async function* uploads() {
    try {
      yield* many;
      await late.promise;
      yield { ...many.options(1), source: stream };
    } finally {
      wasClosed = true;
    }
  }
  const running = uploadAll(uploads());
  await held.answer(0);
  await turns();

  running.cancel();
  const { ended, failed } = await running;

  assertEquals([ended, failed, wasClosed], [1, 0, false]);
  // What comes later is not uploaded, but closed.
  late.resolve();
  await isClosed;
  await turns();
  assertEquals([wasClosed, held.begun], [true, ["0"]]);
});

Deno.test("uploadAll() waits for the iterator to be closed, whatever becomes of it", async () => {
  const held = new HeldFetch();
  const many = new Many(9, held.fetch);
  const cleanup = Promise.withResolvers<void>();
  async function* uploads() {
    try {
      yield* many;
    } finally {
      await cleanup.promise;
      await Promise.reject(new Error("it cannot be closed"));
    }
  }
  const running = uploadAll(uploads(), { parallel: 1 });
  await held.count(1);
  running.cancel();
  let hasEnded = false;
  running.ended.then(() => hasEnded = true);

  await turns();
  assertEquals(hasEnded, false);
  cleanup.resolve();

  assertEquals((await running).failed, 1);
});

Deno.test("uploadAll() can be cancelled by what it takes", async () => {
  const held = new HeldFetch();
  const many = new Many(9, held.fetch);
  function* uploads() {
    for (const options of many) {
      yield {
        ...options,
        get method() {
          if (many.taken === 3) running.cancel();
          return "PUT";
        },
      };
    }
  }
  const running = uploadAll(uploads());

  const events = await Array.fromAsync(running);

  assertEquals(many.taken, 3);
  assertEquals(
    events.map((event) => event.isError && event.error.code),
    ["cancelled", "cancelled", "cancelled"],
  );
});

Deno.test("uploadAll() leaves turns to the event loop though each upload is invalid", async () => {
  function* uploads() {
    while (true) yield { url: "", source: "" };
  }
  const running = uploadAll(uploads());

  setTimeout(() => running.cancel());

  const { ended, failed } = await running;
  assert(ended > 0 && failed === ended);
});
