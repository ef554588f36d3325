import { upload, type UploadSource } from "@network/upload";
import { assert, assertEquals, assertMatch } from "@std/assert";
import { streamOf } from "../support/bytes.ts";
import { randomBytes, TempFolder } from "../support/files.ts";
import { partHeadersOf } from "../support/form_parsers.ts";
import { serve } from "../support/http_server.ts";

const SOURCES: readonly (readonly [
  what: string,
  make: (size: number, folder: TempFolder) => UploadSource,
])[] = [
  ["bytes", (size) => randomBytes(size)],
  [
    "a Blob that has a type",
    (size) => new Blob([randomBytes(size)], { type: "text/x" }),
  ],
  ["a stream", (size) => streamOf(randomBytes(size))],
  ["a file", (size, folder) => folder.write("a.json", size)],
];

for (const [what, make] of SOURCES) {
  Deno.test(`upload() sends ${what} without a Content-Type if that is null`, async () => {
    for (const size of [0, 5, 100_000]) {
      using folder = new TempFolder();
      await using server = serve();

      const { ok } = await upload({
        url: server.url,
        source: make(size, folder),
        headers: { "content-type": "text/header" },
        contentType: null,
      }).ended;

      assert(ok);
      const [received] = server.received;
      assertEquals(received?.headers.get("content-type"), null);
      assertEquals(received?.bytes.byteLength, size);
    }
  });

  Deno.test(`upload() sends ${what} as part of a form without a Content-Type if that is null`, async () => {
    using folder = new TempFolder();
    await using server = serve();

    await upload({
      url: server.url,
      source: make(100_000, folder),
      contentType: null,
      multipart: { filename: "a.png" },
    }).ended;

    const [received] = server.received;
    assert(received !== undefined);
    assertMatch(
      received.headers.get("content-type") ?? "",
      /^multipart\/form-data; boundary=/,
    );
    assertEquals(partHeadersOf(received), [
      ['Content-Disposition: form-data; name="file"; filename="a.png"'],
    ]);
  });
}

Deno.test("upload() sends a file of an unknown extension as application/octet-stream", async () => {
  using folder = new TempFolder();
  await using server = serve();

  const { ok } = await upload({
    url: server.url,
    source: folder.write("a.docy", "hello"),
  }).ended;

  assert(ok);
  assertEquals(
    server.received[0]?.headers.get("content-type"),
    "application/octet-stream",
  );
});

Deno.test("upload() sends the Content-Type for the extension of a filename or a File", async () => {
  using folder = new TempFolder();
  await using server = serve();
  const path = folder.write("a.json", "{}");

  for (const source of [path, new File(["{}"], "a.json")]) {
    await upload({ url: server.url, source }).orThrow();
  }

  assertEquals(
    server.received.map(({ headers }) => headers.get("content-type")),
    ["application/json", "application/json"],
  );
});

Deno.test("upload() sends the parts of a form with the Content-Type for their extensions", async () => {
  using folder = new TempFolder();
  await using server = serve();

  await upload({
    url: server.url,
    source: folder.write("a.json", "{}"),
    multipart: {
      filename: "holiday",
      fields: {
        b: new File(["b"], "b.css"),
        c: { source: new Uint8Array(1), filename: "c.png" },
        d: new File(["d"], "d.docy"),
      },
    },
  }).orThrow();

  const [received] = server.received;
  assert(received !== undefined);
  assertEquals(partHeadersOf(received).map(([, type]) => type), [
    "Content-Type: text/css",
    "Content-Type: image/png",
    "Content-Type: application/octet-stream",
    "Content-Type: application/json",
  ]);
});
