import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { requestsTo } from "../support/requests_to.ts";
import { times } from "../support/server_hooks.ts";
import { RufhServer } from "../support/rufh/rufh_server.ts";
import {
  completeSilently,
  hasStoredRufh,
  RUFH_BYTES,
  uploadByRufh,
} from "../support/rufh/rufh_uploads.ts";

const SIZE = RUFH_BYTES.length;
const LIMITS = { maxSize: SIZE };
const TEXT = { "Content-Type": "text/plain" };

for (const status of [200, 201, 403, 404, 409, 413, 422, 500, 503]) {
  Deno.test(`rufh ends with the ${status} of the target, which is final`, async () => {
    const process = () => ({ status, headers: TEXT, body: "processed" });
    await using server = await new RufhServer({ limits: LIMITS, process })
      .listen();

    const ended = await uploadByRufh(server);

    assertEquals(
      [ended.status, ended.response, ended.bytesStored],
      [status, "processed", SIZE],
    );
    assertEquals(requestsTo(server), ["POST 201", `PATCH 0 ${status}`]);
    assert(await hasStoredRufh(server));
  });
}

Deno.test("rufh 8 asks whether the upload is complete after a success that does not say", async () => {
  await using server = await new RufhServer({ limits: LIMITS }).listen();
  completeSilently(server);

  const ended = await uploadByRufh(server, {}, { retry: 0 });

  assertEquals([ended.status, ended.response], [200, "done"]);
  assertEquals(requestsTo(server), ["POST 201", "PATCH 0 200", "HEAD 204"]);
});

Deno.test("rufh 8 closes an upload that has all bytes and is not complete", async () => {
  await using server = await new RufhServer({ limits: LIMITS }).listen();
  server.hooks.answer = ({ method, path, offset }) => {
    if (method !== "PATCH" || offset !== 0) return undefined;
    server.uploads.get(path)?.append(RUFH_BYTES);
    server.uploads.get(path)?.acknowledge(SIZE);
    return { status: 204, headers: { "Upload-Complete": "?0" } };
  };

  const ended = await uploadByRufh(server, {}, { retry: 0 });

  assertEquals(ended.response, "300000");
  assertEquals(requestsTo(server).slice(1), [
    "PATCH 0 204",
    "HEAD 204",
    "PATCH 300000 200",
  ]);
  assert(await hasStoredRufh(server));
});

Deno.test("rufh 8 ends with an error if the server never completes an upload", async () => {
  for (const stores of [true, false]) {
    await using server = await new RufhServer({ limits: LIMITS }).listen();
    server.hooks.answer = ({ method, path, offset }) => {
      if (method !== "PATCH") return undefined;
      if (stores && offset === 0) server.uploads.get(path)?.append(RUFH_BYTES);
      return { status: 204 };
    };

    const { error, ok } = await uploadByRufh(server, {}, { retry: 0 });

    assertEquals([ok, error?.code], [false, "protocol"]);
    assertEquals(server.requestsOf("PATCH").length, stores ? 2 : 1);
  }
});

Deno.test("rufh 8 ends with an error if a success does not say that it is one, and the upload is gone", async () => {
  await using server = await new RufhServer({ limits: LIMITS }).listen();
  server.hooks.answer = ({ method }) => {
    if (method !== "PATCH") return undefined;
    server.uploads.clear();
    return { status: 200 };
  };

  const { error } = await uploadByRufh(server);

  assertEquals(error?.code, "protocol");
  assertStringIncludes(
    error?.message ?? "",
    "the server does not say whether the upload is complete",
  );
  assertEquals(server.requestsOf("POST").length, 1);
});

Deno.test("rufh 8 ends with an error if the server completes an upload too early", async () => {
  await using server = await new RufhServer({ limits: LIMITS }).listen();
  server.hooks.answer = ({ method }) =>
    method === "PATCH"
      ? { status: 200, headers: { "Upload-Complete": "?1" } }
      : undefined;

  const { error, ok } = await uploadByRufh(server, { chunkSize: 1_000 });

  assertEquals([ok, error?.code, error?.isTransient], [
    false,
    "protocol",
    false,
  ]);
});

Deno.test("rufh ends with an error if the server completes a source of unknown size before its end", async () => {
  await using server = await new RufhServer({ limits: LIMITS }).listen();
  server.hooks.keep = ({ method }) => method === "PATCH" ? 1_000 : undefined;
  server.hooks.answer = ({ method, path }) => {
    const upload = server.uploads.get(path);
    if (method === "HEAD" && upload !== undefined) upload.isComplete = true;
    return undefined;
  };

  const { error, ok } = await uploadByRufh(server, {}, {
    source: new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
    }),
  });

  assertEquals([ok, error?.code], [false, "protocol"]);
});

Deno.test("rufh 8 takes an upload for a success whose proxy gave up before the target responded", async () => {
  await using server = await new RufhServer({ limits: LIMITS }).listen();
  completeSilently(server, 504);

  const ended = await uploadByRufh(server);

  assertEquals([ended.ok, ended.method], [true, "HEAD"]);
  assertEquals(requestsTo(server), ["POST 201", "PATCH 0 504", "HEAD 204"]);
});

Deno.test("rufh ends with an error if a success has stored nothing", async () => {
  await using server = await new RufhServer({ version: 6 }).listen();
  server.hooks.answer = ({ method }) =>
    method === "PATCH"
      ? { status: 201, headers: { "Upload-Offset": "0" } }
      : undefined;

  const { error } = await uploadByRufh(server, { chunkSize: 100_000 }, {
    retry: 0,
  });

  assertEquals([error?.code, error?.isTransient], ["protocol", true]);
  assertEquals(server.requestsOf("PATCH").length, 1);
});

Deno.test("rufh ends with the response of the target to an empty upload, if it says so", async () => {
  for (const isFinal of [true, false]) {
    await using server = await new RufhServer().listen();
    server.hooks.answer = () => ({
      status: 503,
      headers: { ...TEXT, ...(isFinal && { "Upload-Complete": "?1" }) },
      body: "failed",
    });

    const ended = await uploadByRufh(server, {}, {
      source: new Uint8Array(),
      retry: { baseDelay: 0, limit: 2 },
    });

    assertEquals([ended.status, ended.response], [503, "failed"]);
    assertEquals(server.requests.length, isFinal ? 1 : 3);
  }
});

Deno.test("rufh completes an empty upload that the server calls incomplete", async () => {
  await using server = await new RufhServer().listen();
  const create = times(1, "POST", {
    status: 201,
    headers: { Location: "/uploads/7", "Upload-Complete": "?0" },
  });
  server.hooks.answer = (request) =>
    create(request) ??
      { status: 204, headers: { "Upload-Complete": "?1" } };

  const ended = await uploadByRufh(server, {}, { source: new Uint8Array() });

  assertEquals(ended.status, 204);
  assertEquals(requestsTo(server), ["POST 201", "PATCH 0 204"]);
  const completes = server.requests.map(({ headers }) =>
    headers.get("upload-complete")
  );
  assertEquals(completes, ["?1", "?1"]);
});
