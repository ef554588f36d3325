import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Answer, RecordedRequest } from "../support/recorded_request.ts";
import { hasStored, TUS_BYTES, uploadByTus } from "../support/tus/tus_scene.ts";
import { TusServer } from "../support/tus/tus_server.ts";

const SIZE = TUS_BYTES.length;

/** Answers a PATCH, or a HEAD, with an offset. */
function answering(
  method: string,
  offset: string | undefined,
): (request: RecordedRequest) => Answer | undefined {
  return (request) => {
    if (request.method !== method) return undefined;
    const headers: Record<string, string> = offset === undefined
      ? {}
      : { "Upload-Offset": offset };
    return { status: method === "HEAD" ? 200 : 204, headers };
  };
}

Deno.test("tus goes on from a lower offset than it has sent", async () => {
  await using server = await new TusServer().listen();
  let keeps = 3;
  // As if the server stored a part of each body, and said so.
  server.hooks.answer = ({ method, offset = 0 }) => {
    if (method !== "PATCH" || keeps-- <= 0) return undefined;
    server.onlyUpload.append(TUS_BYTES.slice(offset, offset + 1_000));
    return {
      status: 200,
      headers: { "Upload-Offset": String(server.onlyUpload.offset) },
    };
  };

  const ended = await uploadByTus(server, {}, { retry: 0 });

  assertEquals(ended.status, 204);
  assertEquals(server.requestsOf("PATCH").map(({ offset }) => offset), [
    ...[0, 1000, 2000, 3000],
  ]);
  assert(await hasStored(server));
});

const WRONG: readonly [offset: string | undefined, shown: string][] = [
  [undefined, "responded 204 without a valid Upload-Offset"],
  ["", "responded 204 without a valid Upload-Offset"],
  ["-1", "responded 204 without a valid Upload-Offset"],
  ["1.5", "responded 204 without a valid Upload-Offset"],
  ["1e3", "responded 204 without a valid Upload-Offset"],
  ["9999999999999999", "responded 204 without a valid Upload-Offset"],
  [`${SIZE + 1}`, "an Upload-Offset of 300001, but it can be from 0 to 300000"],
];

for (const [offset, shown] of WRONG) {
  Deno.test(`tus does not take ${offset ?? "nothing"} for an offset`, async () => {
    await using server = await new TusServer().listen();
    server.hooks.answer = answering("PATCH", offset);

    const { error } = await uploadByTus(server);

    assertEquals([error?.code, error?.isTransient], ["protocol", false]);
    assertStringIncludes(error?.message ?? "", shown);
    assertEquals(server.requestsOf("PATCH").length, 1);
  });
}

Deno.test("tus does not take an offset before one that was acknowledged", async () => {
  await using server = await new TusServer().listen();
  server.hooks.answer = ({ offset = 0 }) =>
    offset < 100_000
      ? undefined
      : { status: 204, headers: { "Upload-Offset": "99999" } };

  const { error, bytesStored } = await uploadByTus(server, {
    chunkSize: 100_000,
  });

  assertStringIncludes(error?.message ?? "", "from 100000 to 200000");
  assertEquals(bytesStored, 100_000);
});

Deno.test("tus does not send for ever to a server that stores nothing", async () => {
  await using server = await new TusServer().listen();
  server.hooks.answer = ({ method }) =>
    method === "PATCH"
      ? { status: 204, headers: { "Upload-Offset": "0" } }
      : undefined;

  const { error } = await uploadByTus(server, {}, {
    retry: { baseDelay: 0, limit: 3 },
  });

  assertStringIncludes(
    error?.message ?? "",
    "the server stored nothing from 0 on",
  );
  assertEquals(server.requestsOf("PATCH").length, 4);
});

Deno.test("tus sends again what a server has lost that acknowledged it", async () => {
  await using server = await new TusServer().listen();
  server.hooks.answer = ({ method, offset }) => {
    if (method !== "PATCH" || offset !== 200_000) return undefined;
    server.onlyUpload.truncate(50_000);
    return { status: 503 };
  };

  const ended = await uploadByTus(server, { chunkSize: 100_000 });

  assertEquals([ended.status, ended.bytesStored], [204, SIZE]);
  assertEquals(server.requestsOf("PATCH").map(({ offset }) => offset), [
    ...[0, 100_000, 200_000, 50_000, 150_000, 250_000],
  ]);
  assert(await hasStored(server));
});

Deno.test("tus refuses a HEAD whose offset is beyond the source", async () => {
  await using server = await new TusServer().listen();
  const lose = answering("HEAD", `${SIZE + 1}`);
  server.hooks = {
    answer: lose,
    keep: ({ method }) => method === "PATCH" ? 1 : undefined,
  };

  const { error } = await uploadByTus(server);

  assertEquals([error?.code, error?.isTransient], ["protocol", false]);
});

Deno.test("the attempts count anew whenever more is stored", async () => {
  await using server = await new TusServer().listen();
  let breaks = 9;
  server.hooks.keep = ({ method }) =>
    method === "PATCH" && breaks-- > 0 ? 10_000 : undefined;

  const ended = await uploadByTus(server, {}, {
    retry: { baseDelay: 0, limit: 1 },
  });

  assertEquals(ended.status, 204);
  assert(await hasStored(server));
});

Deno.test("tus does not follow for ever a server that takes back what it stored", async () => {
  await using server = await new TusServer().listen();
  server.hooks.answer = ({ method, offset }) => {
    if (method === "POST") return undefined;
    const headers = { "Upload-Offset": offset === 0 ? "1" : "0" };
    return {
      status: method === "HEAD" ? 200 : offset === 0 ? 204 : 409,
      headers,
    };
  };

  const { error } = await uploadByTus(server, {}, { retry: 0 });

  assertEquals([error?.code, error?.isTransient], ["protocol", true]);
  assertEquals(server.requestsOf("PATCH").map(({ offset }) => offset), [
    ...[0, 1, 0, 1],
  ]);
});
