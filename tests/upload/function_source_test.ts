import { type SourceRange, upload } from "@network/upload";
import { assert, assertEquals } from "@std/assert";
import { chunksOf, sameBytes, streamOf } from "../support/bytes.ts";
import { randomBytes, TempFolder } from "../support/files.ts";
import { serve } from "../support/http_server.ts";

const SIZE = 300_000;
const BYTES = randomBytes(SIZE);

for (
  const [kind, make] of [
    ["bytes", () => BYTES],
    ["a Blob", () => new Blob([BYTES])],
    [
      "a Response",
      () => new Response(BYTES, { headers: { "content-length": `${SIZE}` } }),
    ],
    ["a stream", () => streamOf(BYTES)],
    ["an iterable", () => chunksOf(BYTES)],
    ["a promise of a stream", () => Promise.resolve(streamOf(BYTES))],
    ["{ readable }", () => ({ readable: streamOf(BYTES) })],
  ] as const
) {
  Deno.test(`upload() opens ${kind} by a function each time that it is sent`, async () => {
    await using server = serve(({ url }) => {
      const hop = Number(url.pathname.slice(1));
      return hop === 2 ? new Response("stored") : new Response(null, {
        status: 307,
        headers: { location: `/${hop + 1}` },
      });
    });
    let calls = 0;
    const ended = await upload({
      url: server.url,
      source: () => {
        calls++;
        return make();
      },
      size: kind === "bytes" ? undefined : SIZE,
    }).ended;

    assertEquals([ended.response, calls], ["stored", 3]);
    assertEquals([ended.bytesTransferred, ended.bytesEstimated], [SIZE, SIZE]);
    assertEquals(server.received.length, 3);
    for (const { bytes, headers } of server.received) {
      assert(sameBytes(bytes, BYTES));
      assertEquals(headers.get("content-length"), String(SIZE));
    }
  });
}

Deno.test("upload() sends a function of unknown size chunked each time", async () => {
  await using server = serve(({ url }) =>
    url.pathname === "/"
      ? new Response(null, { status: 307, headers: { location: "/next" } })
      : new Response("stored")
  );
  const ended = await upload({ url: server.url, source: () => chunksOf(BYTES) })
    .ended;

  assertEquals([ended.response, ended.bytesEstimated], ["stored", -1]);
  for (const { bytes, headers } of server.received) {
    assert(sameBytes(bytes, BYTES));
    assertEquals(headers.get("transfer-encoding"), "chunked");
  }
});

Deno.test("upload() sends parts that a function opens for a protocol", async () => {
  await using server = serve();
  const ranges: SourceRange[] = [];
  const { ok } = await upload({
    url: server.url,
    source: (range) => {
      ranges.push(range);
      return streamOf(BYTES.subarray(range.start, range.end));
    },
    size: SIZE,
    protocol: async ({ url, source }, send) => {
      const [, second] = await Promise.all(
        [{ start: 0, end: 100_000 }, { start: 100_000, end: SIZE }].map(
          (range) =>
            send({
              url: new URL(`/${range.start}`, url),
              method: "PUT",
              headers: {},
              open: () => source.open(range),
              reopens: source.reopens,
            }),
        ),
      );
      if (second === undefined) throw new Error("there is no reply");
      return second;
    },
  }).ended;

  assertEquals(ok, true);
  assertEquals(ranges, [{ start: 0, end: 100_000 }, {
    start: 100_000,
    end: SIZE,
  }]);
  for (const { url, bytes } of server.received) {
    const start = Number(url.pathname.slice(1));
    assert(sameBytes(bytes, BYTES.subarray(start, start + bytes.byteLength)));
  }
});

Deno.test("upload() resolves a filename that its function returns like one that is passed directly", async () => {
  using folder = new TempFolder();
  folder.write("a.bin", BYTES);
  await using server = serve();
  const call = { url: server.url, baseDirectory: folder.url };
  const inside = await upload({ ...call, source: () => "a.bin" }).ended;
  const outside = await upload({ ...call, source: () => "../a.bin" }).ended;

  assertEquals(inside.response, String(SIZE));
  assertEquals(outside.error?.code, "outside-directory");
});
