import { upload } from "@network/upload";
import { assert, assertEquals } from "@std/assert";
import type { RecordedRequest } from "../support/recorded_request.ts";
import { times } from "../support/server_hooks.ts";
import {
  hasStored,
  requestsTo,
  TUS_BYTES,
  tusOptions,
  uploadByTus,
} from "../support/tus/tus_scene.ts";
import { TusServer } from "../support/tus/tus_server.ts";

/** The bytes that the server keeps of a PATCH before its connection is lost. */
const KEPT = 1_000;

/** Lets the first PATCH break off, so that a HEAD follows. */
function breakOff(server: TusServer): void {
  let isBroken = false;
  server.hooks.keep = ({ method }: RecordedRequest) => {
    if (isBroken || method !== "PATCH") return undefined;
    isBroken = true;
    return KEPT;
  };
}

Deno.test("tus asks for the offset at once after each 409", async () => {
  await using server = await new TusServer().listen();
  const moved = new Set([0, 101_000]);
  server.hooks.answer = ({ offset = -1 }) => {
    if (!moved.delete(offset)) return undefined;
    server.onlyUpload.append(TUS_BYTES.slice(offset, offset + KEPT));
    return { status: 409 };
  };

  const ended = await uploadByTus(server, { chunkSize: 100_000 }, { retry: 0 });

  assertEquals(ended.status, 204);
  assertEquals(requestsTo(server), [
    "POST 201",
    "PATCH 0 409",
    "HEAD 200",
    "PATCH 1000 204",
    "PATCH 101000 409",
    "HEAD 200",
    "PATCH 102000 204",
    "PATCH 202000 204",
  ]);
  assert(await hasStored(server));
});

Deno.test("tus ends when the server refuses each offset, and names another one each time", async () => {
  await using server = await new TusServer().listen();
  let offset = 0;
  server.hooks.answer = ({ method }) => {
    if (method === "PATCH") return { status: 409 };
    if (method !== "HEAD") return undefined;
    offset = offset === 1 ? 2 : 1;
    return { status: 200, headers: { "Upload-Offset": String(offset) } };
  };

  const { error } = await uploadByTus(server, {}, { retry: 0 });

  assertEquals([error?.code, error?.isTransient], ["protocol", true]);
  assertEquals(server.requestsOf("PATCH").length, 2);
});

Deno.test("tus ends when the server refuses the offset that it names itself", async () => {
  await using server = await new TusServer().listen();
  server.hooks.answer = times(100, "PATCH", { status: 409 });

  const { error, status } = await uploadByTus(server, {}, {
    retry: { baseDelay: 0, limit: 2 },
  });

  assertEquals([error?.code, error?.isTransient, status], [
    "protocol",
    true,
    200,
  ]);
  assertEquals(server.requestsOf("PATCH").length, 3);
});

Deno.test("tus asks for the offset once after a 400 to PATCH, and goes on if it moved", async () => {
  await using server = await new TusServer().listen();
  const interrupt = times(1, "PATCH", { status: 400 });
  server.hooks.answer = (request) => {
    const answer = interrupt(request);
    if (answer) server.onlyUpload.append(TUS_BYTES.slice(0, KEPT));
    return answer;
  };

  const ended = await uploadByTus(server, {}, { retry: 0 });

  assertEquals(ended.status, 204);
  assert(await hasStored(server));
});

Deno.test("tus ends with a 400 to PATCH if the offset has not moved", async () => {
  await using server = await new TusServer().listen();
  server.hooks.answer = times(9, "PATCH", { status: 400, body: "no" });

  const ended = await uploadByTus(server);

  assertEquals([ended.status, ended.response], [400, "no"]);
  assertEquals(requestsTo(server), ["POST 201", "PATCH 0 400", "HEAD 200"]);
});

for (const method of ["PATCH", "HEAD"]) {
  Deno.test(`tus waits and asks again if the upload is locked (423 to ${method})`, async () => {
    await using server = await new TusServer().listen();
    if (method === "HEAD") breakOff(server);
    server.hooks.answer = times(2, method, { status: 423 });

    const ended = await uploadByTus(server);

    assertEquals(ended.status, 204);
    assert(await hasStored(server));
  });
}

Deno.test("tus waits as long as a server asks that has the upload locked", async () => {
  await using server = await new TusServer().listen();
  const headers = { "Retry-After": "0" };
  server.hooks.answer = times(1, "PATCH", { status: 423, headers });
  const delays: number[] = [];

  const running = upload(tusOptions(server, {}, {
    progress: true,
    retry: { baseDelay: 30_000 },
  }));
  for await (const event of running) {
    if (event.phase === "retrying") delays.push(event.delay);
  }

  assertEquals([delays, (await running).status], [[0], 204]);
});

Deno.test("tus ends with a 423 if the upload stays locked", async () => {
  await using server = await new TusServer().listen();
  server.hooks.answer = times(9, "PATCH", { status: 423, body: "locked" });

  const { status, response } = await uploadByTus(server, {}, { retry: 0 });

  assertEquals([status, response], [423, "locked"]);
});

for (const [status, method] of [[412, "POST"], [412, "PATCH"], [413, "POST"]]) {
  Deno.test(`tus ends with a ${status} to ${method}`, async () => {
    await using server = await new TusServer().listen();
    const answer = { status: Number(status) };
    server.hooks.answer = times(9, String(method), answer);

    const ended = await uploadByTus(server);

    assertEquals(ended.status, status);
    const refused = server.requests.filter((one) => one.status === status);
    assertEquals(refused.length, 1);
  });
}
