import { type SourceFunction, upload } from "@network/upload";
import { assertEquals, assertThrows } from "@std/assert";
import { serve } from "../support/http_server.ts";
import { meetFault } from "../support/invariants.ts";
import { serveWhole } from "../support/server_faults.ts";

const SIZE = 300_000;
const BYTES = new Uint8Array(SIZE);

Deno.test("upload() ends with a clear error if a server ignores the range that a function asks for", async () => {
  await using origin = serve(() => new Response(BYTES));
  const { error } = await meetFault({ ends: "source" }, (scene) =>
    upload({
      url: serveWhole(scene),
      source: () => scene.fetch(origin.url),
      fetch: scene.fetch,
      protocol: ({ url, source }, send) =>
        send({
          url,
          method: "PUT",
          headers: {},
          open: () => source.open({ start: 5, end: SIZE }),
        }),
    }));

  assertEquals(
    error?.message,
    `Cannot open bytes 5 to ${SIZE} of the source: its function returned ${SIZE} bytes instead of ${
      SIZE - 5
    }`,
  );
});

const FAULTS: readonly (readonly [
  fault: string,
  source: SourceFunction,
  message: string,
])[] = [
  ["throws", () => {
    throw new Error("no token");
  }, "Cannot open the source: no token"],
  [
    "returns nothing",
    () => JSON.parse("null"),
    "Cannot open the source: 'source()' must be a filename, a file: URL, a Blob, an ArrayBuffer, a typed array, " +
    "a ReadableStream, an async iterable, a Request or a Response (got null)",
  ],
];

for (const size of [undefined, 5]) {
  for (const [fault, source, message] of FAULTS) {
    Deno.test(`upload() ends with code source if its function ${fault}, with the size ${size}`, async () => {
      const { error } = await meetFault(
        { ends: "source" },
        (scene) =>
          upload({ url: serveWhole(scene), source, size, fetch: scene.fetch }),
      );

      assertEquals(error?.message, message);
    });
  }

  Deno.test(`upload() ends with code source, and closes the response, if its function returns an error page, with the size ${size}`, async () => {
    await using origin = serve(() => new Response("gone", { status: 404 }));
    const { error } = await meetFault({ ends: "source" }, (scene) =>
      upload({
        url: serveWhole(scene),
        source: () => scene.fetch(origin.url),
        size,
        fetch: scene.fetch,
      }));

    assertEquals(
      error?.message,
      "Cannot open the source: 'source()' must be a response with a status of 2xx (got 404): pass its body to send it anyway",
    );
  });

  Deno.test(`upload() does not wait for a function that hangs when it is cancelled, with the size ${size}`, async () => {
    const asked = Promise.withResolvers<void>();
    const found = Promise.withResolvers<ReadableStream<Uint8Array>>();
    const closed = Promise.withResolvers<void>();
    await meetFault({ ends: "cancelled" }, async (scene) => {
      const running = upload({
        url: serveWhole(scene),
        source: () => {
          asked.resolve();
          return found.promise;
        },
        size,
        fetch: scene.fetch,
      });
      await asked.promise;
      running.cancel();
      return { running };
    });

    found.resolve(new ReadableStream({ cancel: () => closed.resolve() }));
    await closed.promise;
  });

  Deno.test(`upload() ends with code timeout if its function hangs, with the size ${size}`, async () => {
    await meetFault({ ends: "timeout" }, (scene) =>
      upload({
        url: serveWhole(scene),
        source: () => new Promise(() => {}),
        size,
        timeout: 0.2,
        fetch: scene.fetch,
      }));
  });
}

Deno.test("upload() closes what its function opened when it is cancelled before it is sent", async () => {
  const closed = Promise.withResolvers<unknown>();
  await meetFault({ ends: "cancelled" }, (scene) => {
    const running = upload({
      url: serveWhole(scene),
      source: () => new ReadableStream<Uint8Array>({ cancel: closed.resolve }),
      progress: true,
      fetch: scene.fetch,
    });
    return running;
  }, async (running) => {
    const events = [];
    for await (const event of running) {
      events.push(event);
      running.cancel();
    }
    return events;
  });
  await closed.promise;
});

for (
  const [kind, source, message] of [
    [
      "a class",
      Blob,
      "upload: 'source' must not be a class: pass an instance of it",
    ],
    [
      "fetch",
      fetch,
      "upload: 'source' must not be fetch itself: pass a function that calls it, or its response",
    ],
  ] as const
) {
  Deno.test(`upload() refuses ${kind} as a source`, () => {
    const error = assertThrows(
      () =>
        Reflect.apply(upload, undefined, ["http://127.0.0.1/", "PUT", source]),
      TypeError,
    );

    assertEquals(error.message, message);
  });
}

Deno.test("upload() closes what its function opened for a protocol that does not send it", async () => {
  const closed = Promise.withResolvers<unknown>();
  await using server = serve();
  const { status } = await upload({
    url: server.url,
    source: () => new ReadableStream<Uint8Array>({ cancel: closed.resolve }),
    size: SIZE,
    protocol: async ({ url, source }, send) => {
      await source.open();
      return await send({ url, method: "POST", headers: {} });
    },
  }).ended;

  assertEquals(status, 200);
  await closed.promise;
});
