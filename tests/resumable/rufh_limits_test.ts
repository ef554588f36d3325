import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { streamOf } from "../support/bytes.ts";
import { requestsTo } from "../support/requests_to.ts";
import { RufhServer } from "../support/rufh/rufh_server.ts";
import type { UploadLimits } from "../support/rufh/upload_limits.ts";
import {
  appends,
  hasStoredRufh,
  RUFH_BYTES,
  uploadByRufh,
} from "../support/rufh/rufh_uploads.ts";

const SIZE = RUFH_BYTES.length;
const VERSIONS = [8, 6] as const;

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
}

for (const params of [{}, { size: SIZE }]) {
  const kind = "size" in params ? "known" : "unknown";
  Deno.test(`rufh fills up a part of a stream of ${kind} size that would be below min-append-size`, async () => {
    const limits = { minAppendSize: 40_000, maxAppendSize: 100_000 };
    await using server = await new RufhServer({ limits }).listen();
    let breaks = 1;
    server.hooks.keep = ({ method }) =>
      method === "PATCH" && breaks-- > 0 ? 90_000 : undefined;

    const ended = await uploadByRufh(server, { chunkSize: 100_000 }, {
      source: streamOf(RUFH_BYTES, 7_777),
      ...params,
    });

    assertEquals(ended.response, "300000");
    assertEquals(appends(server), [90_000, 100_000, 100_000, 10_000]);
    assert(await hasStoredRufh(server));
  });
}

Deno.test("rufh sends a stream in appends that fit in memory if it is limited", async () => {
  const limits = { maxAppendSize: 15_000_000 };
  await using server = await new RufhServer({ limits }).listen();
  const bytes = new Uint8Array(20_000_000);

  const ended = await uploadByRufh(server, {}, { source: streamOf(bytes) });

  assertEquals(ended.response, "20000000");
  assertEquals(appends(server), [8_388_608, 8_388_608, 3_222_784]);
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

for (const status of [204, 413]) {
  Deno.test(`rufh ends when a ${status} in the middle of a stream takes no more bytes`, async () => {
    await using server = await new RufhServer().listen();
    server.hooks.answer = ({ method, offset }) =>
      method === "PATCH" && (status === 204 || offset === 100_000)
        ? {
          status,
          headers: {
            "Upload-Complete": "?0",
            "Upload-Limit": "max-append-size=0",
          },
        }
        : undefined;

    const ended = await uploadByRufh(server, { chunkSize: 100_000 }, {
      source: streamOf(RUFH_BYTES, 7_777),
      retry: 0,
    });

    assertEquals(ended.ok, false);
    if (status === 413) assertEquals(ended.status, 413);
    else assertEquals(ended.error?.code, "protocol");
  });
}
