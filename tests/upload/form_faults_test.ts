import { type MultipartValue, upload, type UploadEvent } from "@network/upload";
import { assert, assertEquals } from "@std/assert";
import { sameBytes } from "../support/bytes.ts";
import { randomBytes, TempFolder } from "../support/files.ts";
import { serve } from "../support/http_server.ts";
import { meetFault } from "../support/invariants.ts";
import { isOpen } from "../support/open_files.ts";
import { serveWhole } from "../support/server_faults.ts";

const LARGE = 8 * 1024 * 1024;

/** Cancels an upload once it has sent so many bytes. */
function cancelAfter(bytes: number) {
  return async (
    running: AsyncIterable<UploadEvent> & { cancel(): boolean },
  ): Promise<UploadEvent[]> => {
    const events = [];
    for await (const event of running) {
      events.push(event);
      if (event.bytesTransferred >= bytes) running.cancel();
    }
    return events;
  };
}

for (let part = 0; part <= 4; part++) {
  Deno.test(`upload() closes each source of a form that is cancelled in part ${part}`, async () => {
    let closed = 0;
    let path = "";
    const close = () => void closed++;
    const endless = () =>
      new ReadableStream<Uint8Array>({
        pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
        cancel: close,
      }, { highWaterMark: 0 });
    const event = await meetFault({ ends: "cancelled" }, (scene) => {
      path = scene.folder.sparse("a.bin", LARGE);
      const fields: [string, MultipartValue][] = [
        ["a", { source: path }],
        ["b", new Blob([new Uint8Array(LARGE)])],
        ["c", { source: new Uint8Array(LARGE) }],
        ["d", { source: () => new Blob([new Uint8Array(LARGE)]).stream() }],
      ];
      return upload({
        url: serveWhole(scene),
        source: endless(),
        multipart: { fields },
        fetch: scene.fetch,
        progress: true,
        progressInterval: 0,
      });
    }, cancelAfter(part * LARGE + 1));

    assert(event.bytesTransferred < 10 * LARGE);
    assertEquals(closed, 1);
    assertEquals(await isOpen(path), false);
  });
}

for (const at of ["as it is opened", "as it is read"]) {
  Deno.test(`upload() of a form with a part that stalls ${at} is cancelled at once`, async () => {
    const asked = Promise.withResolvers<void>();
    let closed = 0;
    const stalls = () => {
      asked.resolve();
      return new Promise<never>(() => {});
    };
    const source = at === "as it is opened"
      ? stalls
      : new ReadableStream<Uint8Array>({
        pull: stalls,
        cancel: () => void closed++,
      }, { highWaterMark: 0 });
    await meetFault({ ends: "cancelled" }, async (scene) => {
      const running = upload({
        url: serveWhole(scene),
        source: scene.folder.write("a.bin", 5),
        multipart: { fields: { a: { source, size: 5 } } },
        fetch: scene.fetch,
      });
      await asked.promise;
      running.cancel();
      return { running };
    });

    assertEquals(closed, at === "as it is opened" ? 0 : 1);
  });
}

for (
  const [what, change] of [
    [
      "grows",
      (path: string) =>
        Deno.writeFile(path, new Uint8Array(5), { append: true }),
    ],
    [
      "is overwritten",
      (path: string) => Deno.writeFile(path, randomBytes(300_000)),
    ],
    ["shrinks", (path: string) => Deno.truncate(path, 5)],
  ] as const
) {
  Deno.test(`upload() ends with code source if a file of a form ${what} while the one before it is sent`, async () => {
    await meetFault({ ends: "source" }, (scene) => {
      const path = scene.folder.write("b.bin", 300_000);
      const changes = new ReadableStream<Uint8Array>({
        async pull(controller) {
          await change(path);
          controller.enqueue(new Uint8Array(5));
          controller.close();
        },
      }, { highWaterMark: 0 });
      return upload({
        url: serveWhole(scene),
        source: path,
        multipart: { fields: { a: { source: changes, size: 5 } } },
        fetch: scene.fetch,
      });
    });
  });
}

Deno.test("upload() sends a file of a form even if it is removed after it was opened", async () => {
  using folder = new TempFolder();
  const bytes = randomBytes(300_000);
  const source = folder.write("b.bin", bytes);
  const removes = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await Deno.remove(source);
      controller.enqueue(new Uint8Array(5));
      controller.close();
    },
  }, { highWaterMark: 0 });
  await using server = serve();
  const fields = { a: { source: removes, size: 5 } };
  const { ok } = await upload({
    url: server.url,
    source,
    multipart: { fields },
  })
    .ended;

  const [received] = server.received;
  assert(ok && received !== undefined);
  const { headers } = received;
  const form = await new Response(received.bytes, { headers }).formData();
  const file = form.get("file");
  assert(file instanceof File && sameBytes(await file.bytes(), bytes));
});

for (
  const [fault, source, ends] of [
    ["is missing", "b", "not-found"],
    ["is a folder", ".", "not-a-file"],
    ["leads out", "../b", "outside-directory"],
  ] as const
) {
  Deno.test(`upload() ends with a clear error if a file of a form ${fault}, and closes the other parts`, async () => {
    let closed = 0;
    let path = "";
    await meetFault({ ends }, (scene) => {
      path = scene.folder.write("a.bin", 5);
      return upload({
        url: serveWhole(scene),
        source: new ReadableStream({ cancel: () => void closed++ }),
        baseDirectory: scene.folder.url,
        multipart: { fields: { a: { source: "a.bin" }, b: { source } } },
        fetch: scene.fetch,
      });
    });

    assertEquals(closed, 1);
    assertEquals(await isOpen(path), false);
  });
}

Deno.test("upload() ends with code source if one stream is to be two parts of a form", async () => {
  const source = new Blob([new Uint8Array(300_000)]).stream();
  await meetFault({ ends: "source" }, (scene) =>
    upload({
      url: serveWhole(scene),
      source,
      multipart: { fields: { a: { source } } },
      fetch: scene.fetch,
    }));
});
