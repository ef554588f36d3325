import { assert, assertEquals } from "@std/assert";
import { requestsTo } from "../support/requests_to.ts";
import { RufhServer } from "../support/rufh/rufh_server.ts";
import {
  completeSilently,
  hasStoredRufh,
  RUFH_BYTES,
  uploadByRufh,
} from "../support/rufh/rufh_uploads.ts";

const TEXT = { "Content-Type": "text/plain" };

Deno.test("rufh 6 takes a success for complete, without a question", async () => {
  await using server = await new RufhServer({ version: 6 }).listen();
  completeSilently(server);

  const ended = await uploadByRufh(server, {}, { retry: 0 });

  assertEquals([ended.status, ended.response], [200, "done"]);
  assertEquals(requestsTo(server), ["POST 201", "PATCH 0 200"]);
});

Deno.test("rufh 6 goes on after `?1` in the response to an append that completes nothing", async () => {
  await using server = await new RufhServer({ version: 6 }).listen();
  server.hooks.answer = ({ method, path, offset, headers }) => {
    const upload = server.uploads.get(path);
    if (method !== "PATCH" || headers.get("upload-complete") === "?1") return;
    upload?.append(RUFH_BYTES.slice(offset, (offset ?? 0) + 200_000));
    upload?.acknowledge(upload.offset);
    const fields = {
      "Upload-Offset": String(upload?.offset),
      "Upload-Complete": "?1",
    };
    return { status: 201, headers: fields };
  };

  const ended = await uploadByRufh(server, { chunkSize: 200_000 });

  assertEquals(ended.response, "300000");
  assert(await hasStoredRufh(server));
});

Deno.test("rufh 6 does not take a refusal of the target for a success because a HEAD follows it", async () => {
  for (const status of [500, 503]) {
    const process = () => ({ status, headers: TEXT, body: "failed" });
    await using server = await new RufhServer({ version: 6, process })
      .listen();

    const ended = await uploadByRufh(server);

    assertEquals([ended.status, ended.response], [status, "failed"]);
    assertEquals(requestsTo(server), [
      "POST 201",
      `PATCH 0 ${status}`,
      "HEAD 204",
    ]);
  }
});

Deno.test("rufh 6 asks whether the upload is complete after a success at another offset", async () => {
  await using server = await new RufhServer({ version: 6 }).listen();
  let isFirst = true;
  server.hooks.answer = ({ method, path }) => {
    if (method !== "PATCH" || !isFirst) return undefined;
    isFirst = false;
    server.uploads.get(path)?.append(RUFH_BYTES.slice(0, 1_000));
    server.uploads.get(path)?.acknowledge(1_000);
    return { status: 201, headers: { "Upload-Offset": "1000" } };
  };

  const ended = await uploadByRufh(server, {}, { retry: 0 });

  assertEquals(ended.response, "300000");
  assertEquals(requestsTo(server).slice(1), [
    ...["PATCH 0 201", "HEAD 204", "PATCH 1000 200"],
  ]);
  assert(await hasStoredRufh(server));
});

Deno.test("rufh 6 forgets a refusal once the append was sent again", async () => {
  await using server = await new RufhServer({ version: 6 }).listen();
  const answers = [{ status: 503 }, undefined];
  server.hooks.answer = ({ method }) =>
    method === "PATCH" ? answers.shift() : undefined;
  server.hooks.lose = ({ method }, { status }) =>
    method === "PATCH" && status === 200;

  const ended = await uploadByRufh(server);

  assertEquals([ended.ok, ended.method], [true, "HEAD"]);
  assertEquals(requestsTo(server).slice(1), [
    ...["PATCH 0 503", "HEAD 204", "PATCH 0", "HEAD 204"],
  ]);
});
