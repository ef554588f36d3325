import { assertEquals } from "@std/assert";
import { requestsTo } from "../support/requests_to.ts";
import { RufhServer } from "../support/rufh/rufh_server.ts";
import { uploadByRufh } from "../support/rufh/rufh_uploads.ts";
import { times } from "../support/server_hooks.ts";

const LIMITS = { maxSize: 1_000_000 };

for (const status of [400, 405, 412, 415, 422, 423, 451, 507]) {
  Deno.test(`rufh ends with a ${status} to an append`, async () => {
    await using server = await new RufhServer({ limits: LIMITS }).listen();
    server.hooks.answer = times(9, "PATCH", { status, body: "no" });

    const ended = await uploadByRufh(server);

    assertEquals([ended.status, ended.response], [status, "no"]);
    assertEquals(requestsTo(server), ["POST 201", `PATCH 0 ${status}`]);
  });
}

for (const status of [401, 403, 404, 409, 422, 507]) {
  Deno.test(`rufh ends with a ${status} to a creation`, async () => {
    await using server = await new RufhServer({ limits: LIMITS }).listen();
    server.hooks.answer = times(9, "POST", { status, body: "no" });

    const ended = await uploadByRufh(server);

    assertEquals([ended.status, ended.response], [status, "no"]);
    assertEquals(requestsTo(server), [`POST ${status}`]);
  });
}
