import { assert, assertEquals } from "@std/assert";
import { requestsTo } from "../support/requests_to.ts";
import { problemBody } from "../support/rufh/rufh_context.ts";
import { RufhServer } from "../support/rufh/rufh_server.ts";
import {
  hasStoredRufh,
  RUFH_BYTES,
  uploadByRufh,
} from "../support/rufh/rufh_uploads.ts";
import { times } from "../support/server_hooks.ts";

const SIZE = RUFH_BYTES.length;
const KEPT = 1_000;
const PROBLEM = { "Content-Type": "application/problem+json" };

/** A server that stores some bytes when the first append arrives, and refuses that as in a race. */
async function serverWithRace(
  headers: Readonly<Record<string, string>>,
  body?: string,
): Promise<RufhServer> {
  const server = await new RufhServer({ limits: { maxSize: SIZE } }).listen();
  server.hooks.answer = ({ method, path, offset }) => {
    if (method !== "PATCH" || offset !== 0) return undefined;
    const upload = server.uploads.get(path);
    upload?.append(RUFH_BYTES.slice(0, KEPT));
    upload?.acknowledge(KEPT);
    return { status: 409, headers, ...(body !== undefined && { body }) };
  };
  return server;
}

Deno.test("rufh goes on at the offset of a 409, of its header or its problem", async () => {
  const title = "wrong";
  const members = { "expected-offset": KEPT };
  const body = problemBody("mismatching-upload-offset", title, members);
  for (
    const [headers, text] of [
      [{ "Upload-Offset": `${KEPT};a=1` }, undefined],
      [PROBLEM, body],
    ] as const
  ) {
    await using server = await serverWithRace(headers, text);

    const ended = await uploadByRufh(server, {}, { retry: 0 });

    assertEquals(ended.response, "300000");
    assertEquals(requestsTo(server), [
      "POST 201",
      "PATCH 0 409",
      "PATCH 1000 200",
    ]);
    assert(await hasStoredRufh(server));
  }
});

Deno.test("rufh asks for the offset if a 409 does not name it", async () => {
  for (const headers of [{}, { "Upload-Offset": "1e3" }]) {
    await using server = await serverWithRace(headers);

    const ended = await uploadByRufh(server, {}, { retry: 0 });

    assertEquals(ended.response, "300000");
    assertEquals(requestsTo(server).slice(1), [
      "PATCH 0 409",
      "HEAD 204",
      "PATCH 1000 200",
    ]);
    assert(await hasStoredRufh(server));
  }
});

Deno.test("rufh ends when the server refuses the offset that it names itself", async () => {
  for (const offset of ["0", "5"]) {
    await using server = await new RufhServer().listen();
    const headers = { "Upload-Offset": offset };
    server.hooks.answer = times(100, "PATCH", { status: 409, headers });

    const { error } = await uploadByRufh(server, {}, {
      retry: { baseDelay: 0, limit: 2 },
    });

    assertEquals([error?.code, error?.isTransient], ["protocol", true]);
    assert(server.requestsOf("PATCH").length <= 8);
  }
});

Deno.test("rufh ends when a 409 names an offset beyond the end", async () => {
  await using server = await new RufhServer().listen();
  const headers = { "Upload-Offset": String(SIZE + 1) };
  server.hooks.answer = times(9, "PATCH", { status: 409, headers });

  const { error, bytesStored } = await uploadByRufh(server);

  assertEquals([error?.code, error?.isTransient, bytesStored], [
    "protocol",
    false,
    0,
  ]);
  assertEquals(server.requestsOf("PATCH").length, 1);
});

const OFFSETS: readonly [name: string, headers: Record<string, string>][] = [
  ["none", { "Upload-Complete": "?0" }],
  ["no integer", { "Upload-Complete": "?0", "Upload-Offset": "12a" }],
  ["a negative one", { "Upload-Complete": "?0", "Upload-Offset": "-5" }],
  ["more than there is", {
    "Upload-Complete": "?0",
    "Upload-Offset": String(SIZE + 1),
  }],
];

for (const [name, headers] of OFFSETS) {
  Deno.test(`rufh ends when a HEAD names an offset of ${name}`, async () => {
    await using server = await new RufhServer({ limits: { maxSize: SIZE } })
      .listen();
    server.hooks.answer = times(9, "HEAD", { status: 204, headers });
    server.hooks.keep = ({ method }) => method === "PATCH" ? KEPT : undefined;

    const { error } = await uploadByRufh(server);

    assertEquals([error?.code, error?.isTransient], ["protocol", false]);
    assertEquals(server.requestsOf("PATCH").length, 1);
  });
}

Deno.test("rufh goes on from a part of an append that the server acknowledges", async () => {
  await using server = await new RufhServer({ version: 6 }).listen();
  let isFirst = true;
  server.hooks.answer = ({ method, path }) => {
    if (method !== "PATCH" || !isFirst) return undefined;
    isFirst = false;
    const upload = server.uploads.get(path);
    upload?.append(RUFH_BYTES.slice(0, KEPT));
    upload?.acknowledge(KEPT);
    const headers = { "Upload-Offset": String(KEPT), "Upload-Complete": "?0" };
    return { status: 201, headers };
  };

  const ended = await uploadByRufh(server, { chunkSize: 100_000 });

  assertEquals(ended.response, "300000");
  assertEquals(requestsTo(server).slice(1, 3), [
    "PATCH 0 201",
    "PATCH 1000 201",
  ]);
  assert(await hasStoredRufh(server));
});

Deno.test("rufh corrects its offset again after an append that was stored", async () => {
  await using server = await new RufhServer({ limits: { maxSize: SIZE } })
    .listen();
  server.hooks.answer = ({ method, path, offset = 0 }) => {
    // The first append and the third one.
    if (method !== "PATCH" || offset % 101_000 !== 0) return undefined;
    const upload = server.uploads.get(path);
    upload?.append(RUFH_BYTES.slice(offset, offset + KEPT));
    upload?.acknowledge(offset + KEPT);
    const headers = { "Upload-Offset": String(offset + KEPT) };
    return { status: 409, headers };
  };

  const ended = await uploadByRufh(server, { chunkSize: 100_000 }, {
    retry: 0,
  });

  assertEquals(ended.response, "300000");
  assertEquals(requestsTo(server).slice(1, 5), [
    ...["PATCH 0 409", "PATCH 1000 204"],
    ...["PATCH 101000 409", "PATCH 102000 204"],
  ]);
  assert(await hasStoredRufh(server));
});

Deno.test("rufh begins anew at once if a 409 shows that the upload is gone", async () => {
  await using server = await new RufhServer().listen();
  const refuse = times(1, "PATCH", { status: 409 });
  server.hooks.answer = (request) => {
    const answer = refuse(request);
    if (answer) server.uploads.clear();
    return answer;
  };

  const ended = await uploadByRufh(server, {}, { retry: 0 });

  assertEquals(ended.response, String(SIZE));
  assert(await hasStoredRufh(server));
});

for (const chunkSize of [2, Infinity]) {
  Deno.test(`rufh does not follow for ever a server that takes back what it stored, in appends of ${chunkSize}`, async () => {
    await using server = await new RufhServer().listen();
    server.hooks.answer = ({ method, offset }) => {
      if (method === "POST") return undefined;
      const stored = method === "HEAD" || offset === 0;
      const headers = {
        "Upload-Offset": stored ? "1" : "0",
        "Upload-Complete": "?0",
      };
      return { status: stored ? 200 : 409, headers };
    };

    const { error } = await uploadByRufh(server, { chunkSize }, { retry: 0 });

    assertEquals([error?.code, error?.isTransient], ["protocol", true]);
    assertEquals(server.requestsOf("PATCH").map(({ offset }) => offset), [
      ...[0, 1, 0, 1],
    ]);
  });
}
