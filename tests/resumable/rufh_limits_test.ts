import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { MemoryStore } from "@network/upload/resumable";
import { parseLimits } from "../../src/resumable/rufh_limits.ts";
import { streamOf } from "../support/bytes.ts";
import { requestsTo } from "../support/requests_to.ts";
import { RufhServer } from "../support/rufh/rufh_server.ts";
import type { UploadLimits } from "../support/rufh/upload_limits.ts";
import {
  hasStoredRufh,
  RUFH_BYTES,
  uploadByRufh,
} from "../support/rufh/rufh_uploads.ts";

const SIZE = RUFH_BYTES.length;
const VERSIONS = [8, 6] as const;

/** The sizes of the appends that a server got. */
function appends(server: RufhServer): number[] {
  return server.requestsOf("PATCH").map(({ received }) => received);
}

const SIZES: readonly [
  limits: UploadLimits,
  chunkSize: number | undefined,
  sizes: number[],
][] = [
  [{ maxAppendSize: SIZE }, undefined, [SIZE]],
  [{ maxAppendSize: SIZE - 1 }, undefined, [SIZE - 1, 1]],
  [{ maxAppendSize: 100_000 }, 200_000, [100_000, 100_000, 100_000]],
  [{ maxAppendSize: 200_000 }, 120_000, [120_000, 120_000, 60_000]],
  [{ minAppendSize: 200_000 }, 50_000, [200_000, 100_000]],
  [{ minAppendSize: 400_000 }, 50_000, [SIZE]],
  [{ minAppendSize: 160_000, maxAppendSize: 160_000 }, 1, [160_000, 140_000]],
];

for (const version of VERSIONS) {
  for (const [limits, chunkSize, sizes] of SIZES) {
    Deno.test(`rufh ${version} obeys ${JSON.stringify(limits)} with appends of ${chunkSize}`, async () => {
      for (const source of [RUFH_BYTES, streamOf(RUFH_BYTES, 7_777)]) {
        await using server = await new RufhServer({ version, limits })
          .listen();

        const ended = await uploadByRufh(server, { chunkSize }, { source });

        assertEquals(ended.response, "300000");
        // The end of a stream may show only after its last byte.
        assertEquals(appends(server).filter((size) => size > 0), sizes);
        assert(await hasStoredRufh(server));
      }
    });
  }

  Deno.test(`rufh ${version} sends nothing to a server that takes less, and ends the upload there`, async () => {
    const limits = { maxSize: SIZE - 1 };
    await using server = await new RufhServer({ version, limits }).listen();
    const created = { Location: "/uploads/9", "Upload-Limit": "max-size=9" };
    for (const answer of [undefined, { status: 201, headers: created }]) {
      server.hooks.answer = ({ method }) =>
        method === "POST" ? answer : undefined;

      const { error } = await uploadByRufh(server);

      assertEquals([error?.code, error?.isTransient], ["protocol", false]);
      assertEquals(
        server.requests.map(({ received }) => received),
        [0, 0]
          .slice(0, server.requests.length),
      );
      server.requests.length = 0;
    }
    assertEquals(server.uploads.size, 0);
  });

  Deno.test(`rufh ${version} halves appends that are too large for what is before the server`, async () => {
    for (const source of [RUFH_BYTES, streamOf(RUFH_BYTES)]) {
      await using server = await new RufhServer({ version }).listen();
      server.hooks.answer = ({ method, headers }) =>
        method === "PATCH" && Number(headers.get("content-length")) > 80_000
          ? { status: 413 }
          : undefined;

      const ended = await uploadByRufh(server, { chunkSize: 250_000 }, {
        source,
        retry: 0,
      });

      assertEquals(ended.response, "300000");
      assertEquals(appends(server).slice(0, 3), [250_000, 125_000, 62_500]);
      assert(appends(server).slice(2).every((size) => size <= 62_500));
      assert(await hasStoredRufh(server));
    }
  });
}

Deno.test("rufh halves no further than min-append-size, or to what a 413 allows", async () => {
  await using server = await new RufhServer({
    limits: { minAppendSize: 100_000 },
  }).listen();
  server.hooks.answer = ({ method }) =>
    method === "PATCH" ? { status: 413 } : undefined;
  const ended = await uploadByRufh(server);
  assertEquals(ended.status, 413);
  assertEquals(appends(server), [300_000, 150_000, 100_000]);

  server.requests.length = 0;
  server.uploads.clear();
  server.hooks.answer = ({ method, headers }) =>
    method === "PATCH" && Number(headers.get("content-length")) > 120_000
      ? {
        status: 413,
        headers: {
          "Upload-Limit": "max-append-size=120000, min-append-size=100000",
        },
      }
      : undefined;
  assertEquals((await uploadByRufh(server)).response, "300000");
  assertEquals(appends(server), [300_000, 120_000, 120_000, 60_000]);
});

Deno.test("rufh ends with a 413 to a stream that it cannot send in parts", async () => {
  await using server = await new RufhServer().listen();
  server.hooks.answer = ({ method }) =>
    method === "PATCH" ? { status: 413 } : undefined;

  const ended = await uploadByRufh(server, {}, {
    source: streamOf(RUFH_BYTES),
  });

  assertEquals(ended.status, 413);
});

Deno.test("rufh fills up a part of a stream that would be below min-append-size", async () => {
  const limits = { minAppendSize: 40_000, maxAppendSize: 100_000 };
  await using server = await new RufhServer({ limits }).listen();
  let breaks = 1;
  server.hooks.keep = ({ method }) =>
    method === "PATCH" && breaks-- > 0 ? 90_000 : undefined;

  const ended = await uploadByRufh(server, { chunkSize: 100_000 }, {
    source: streamOf(RUFH_BYTES, 7_777),
  });

  assertEquals(ended.response, "300000");
  assertEquals(appends(server), [90_000, 100_000, 110_000 - 10_000, 10_000]);
  assert(await hasStoredRufh(server));
});

Deno.test("rufh ends when a stream becomes larger than the server takes", async () => {
  await using server = await new RufhServer({ limits: { maxSize: 250_000 } })
    .listen();

  const { error } = await uploadByRufh(server, { chunkSize: 100_000 }, {
    source: streamOf(RUFH_BYTES),
  });

  assertEquals(error?.code, "protocol");
  assertEquals(appends(server), [100_000, 100_000]);
});

Deno.test("rufh ends when no append can obey the limits", async () => {
  for (
    const field of [
      "max-append-size=0",
      "min-append-size=2, max-append-size=1",
    ]
  ) {
    await using server = await new RufhServer().listen();
    const headers = { Location: "/uploads/1", "Upload-Limit": field };
    server.hooks.answer = ({ method }) => ({
      status: method === "POST" ? 201 : 204,
      headers,
    });

    const { error } = await uploadByRufh(server);

    assertStringIncludes(error?.message ?? "", "which none can have");
    assertEquals(requestsTo(server), ["POST 201", "DELETE 204"]);
  }
});

for (const version of VERSIONS) {
  Deno.test(`rufh ${version} notes when an upload expires, and leaves an expired one alone`, async () => {
    using time = new FakeTime();
    const limits = { maxAge: 3_600 };
    await using server = await new RufhServer({ version, limits }).listen();
    const store = new MemoryStore();
    server.hooks.answer = ({ method }) =>
      method === "PATCH" ? { status: 507 } : undefined;
    await uploadByRufh(server, { store });
    const [[, value] = []] = await Array.fromAsync(store.list());
    const { expires } = value as { expires?: number };
    assertEquals(expires, Date.now() + 3_600_000);
    server.hooks = {};
    server.requests.length = 0;
    time.tick(3_600_001);

    const ended = await uploadByRufh(server, { store });

    assertEquals(ended.response, "300000");
    assertEquals(requestsTo(server).map((line) => line.split(" ")[0]), [
      "POST",
      "PATCH",
    ]);
  });
}

const FIELDS: readonly [field: string, limits: object | undefined][] = [
  ["max-size=5", { maxSize: 5 }],
  [
    "max-append-size=7;a=1, min-append-size=2,\tmax-size=9",
    { maxAppendSize: 7, minAppendSize: 2, maxSize: 9 },
  ],
  ['later=("a(" b);c, max-age=60, x="y, max-size=1"', { maxAge: 60 }],
  ["max-size=5, max-size=6", { maxSize: 6 }],
  ["", {}],
  ["max-size=5,", undefined],
  ["max-size=5.0", undefined],
  ["max-size=-1", undefined],
  ['max-size="5"', undefined],
  ["max-size", undefined],
  ["max-size=5 max-age=1", undefined],
  ["Max-Size=5", undefined],
  ["max-size=1234567890123456", undefined],
];

for (const [field, limits] of FIELDS) {
  Deno.test(`Upload-Limit: ${field}`, () => {
    const headers = new Headers({ "upload-limit": field });

    const parsed = parseLimits(headers, 8);

    const none = {
      maxSize: Infinity,
      minSize: 0,
      maxAppendSize: Infinity,
      minAppendSize: 0,
      maxAge: Infinity,
    };
    assertEquals(parsed, limits && { ...none, ...limits });
  });
}

Deno.test("version 6 calls the lifetime of an upload `expires`", () => {
  const headers = new Headers({ "upload-limit": "expires=5, max-age=a" });

  assertEquals(parseLimits(headers, 6)?.maxAge, 5);
});
