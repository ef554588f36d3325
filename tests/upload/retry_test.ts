import { assert, assertEquals } from "@std/assert";
import { upload, type UploadOptions, type UploadSource } from "@network/upload";
import { streamOf } from "../support/bytes.ts";
import { serve } from "../support/http_server.ts";
import { randomBytes, TempFolder } from "../support/files.ts";
import { FAILURES, serveFlaky } from "../support/flaky_server.ts";
import { sha256Of } from "../support/hash.ts";

/** More than the buffers on the way hold. */
const LARGE = 3_000_000;
const RETRY = { limit: 2, baseDelay: 0 };

const KINDS: readonly (readonly [
  name: string,
  make: (bytes: Uint8Array<ArrayBuffer>, folder: TempFolder) => UploadSource,
])[] = [
  ["bytes", (bytes) => bytes],
  ["a Blob", (bytes) => new Blob([bytes])],
  ["a file", (bytes, folder) => folder.write("data.bin", bytes)],
  ["a function", (bytes) => ({ start, end }) => bytes.subarray(start, end)],
  [
    "a function of streams",
    (bytes) => ({ start, end }) =>
      Promise.resolve(streamOf(bytes.subarray(start, end))),
  ],
];

for (const failure of FAILURES) {
  for (const [name, make] of KINDS) {
    Deno.test(`retry sends all of ${name} again after "${failure}"`, async () => {
      using folder = new TempFolder();
      const isSilent = failure.startsWith("silence");
      for (const method of isSilent ? ["PUT"] : ["PUT", "POST"]) {
        for (const size of [1_000, LARGE]) {
          await using server = serveFlaky([failure, failure]);
          const bytes = randomBytes(size);
          const source = make(bytes, folder);

          const ended = await upload({
            url: server.url,
            method,
            source,
            retry: RETRY,
            timeout: isSilent ? 0.2 : 30,
          });

          assertEquals([ended.status, ended.response], [200, "ok"]);
          assertEquals(ended.bytesTransferred, size);
          assertEquals(server.requests, 3);
          const sum = await sha256Of(bytes);
          assert(server.sums.every((one) => one === sum));
          assertEquals(server.sums.at(-1), sum);
        }
      }
    });
  }

  Deno.test(`retry ends with the last failure after "${failure}", and sends no more than its limit allows`, async () => {
    for (const [limit, requests] of [[1, 2], [2, 3]] as const) {
      for (const size of [0, 1_000, LARGE]) {
        await using server = serveFlaky(Array(9).fill(failure));

        const ended = await upload({
          url: server.url,
          method: "PUT",
          source: new Uint8Array(size),
          retry: { limit, baseDelay: 0 },
          timeout: failure.startsWith("silence") ? 0.2 : 30,
        });

        assertEquals(ended.ok, false);
        if (failure.includes("status")) assertEquals(ended.status, 503);
        else assertEquals(ended.error?.isTransient, true);
        assertEquals(server.requests, requests, `${size} bytes`);
      }
    }
  });
}

Deno.test("retry is off by default, even after a transient status", async () => {
  for (const retry of [undefined, 0, { limit: 0 }]) {
    await using server = serveFlaky(["status"]);

    const ended = await upload({
      url: server.url,
      source: new Uint8Array(5),
      retry,
    });

    assertEquals([ended.status, server.requests], [503, 1]);
  }
});

Deno.test("retry sends a form with all of its parts each time", async () => {
  using folder = new TempFolder();
  const path = folder.write("data.bin", randomBytes(200_000));
  const form = new FormData();
  form.append("title", "Holiday");
  form.append("photo", new File([randomBytes(300_000)], "photo.jpg"));
  const sources: Pick<UploadOptions, "source" | "multipart">[] = [
    { source: form },
    {
      source: path,
      multipart: {
        fields: { other: { source: () => streamOf(new Uint8Array(70_000)) } },
      },
    },
  ];
  for (const failure of FAILURES) {
    if (failure.startsWith("silence")) continue;
    for (const given of sources) {
      await using server = serveFlaky([failure, failure]);

      const ended = await upload({ url: server.url, ...given, retry: RETRY });

      assertEquals([ended.status, server.requests], [200, 3]);
      // The boundary stays the same, so the bodies are the same.
      assertEquals(new Set(server.sums).size, 1);
    }
  }
});

Deno.test("retry repeats after a status that may pass whose response is too large, and after no other", async () => {
  for (const [status, requests] of [[503, 2], [404, 1], [200, 1]] as const) {
    const responses = [new Response("x".repeat(101), { status })];
    await using server = serve(() => responses.shift() ?? new Response("ok"));

    const ended = await upload({
      url: server.url,
      source: new Uint8Array(5),
      maxResponseBytes: 100,
      retry: RETRY,
    });

    assertEquals(server.received.length, requests);
    assertEquals(ended.ok, requests > 1);
    if (requests === 1) assertEquals(ended.error?.code, "response-too-large");
  }
});
