import { assert, assertEquals } from "@std/assert";
import type { RecordedRequest } from "../support/recorded_request.ts";
import { times } from "../support/server_hooks.ts";
import {
  hasStored,
  requestsTo,
  TUS_BYTES,
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

Deno.test("tus goes on where the server is after a lost connection", async () => {
  await using server = await new TusServer().listen();
  breakOff(server);

  const ended = await uploadByTus(server);

  assertEquals([ended.status, ended.bytesStored], [204, TUS_BYTES.length]);
  assertEquals(requestsTo(server), [
    "POST 201",
    "PATCH 0",
    "HEAD 200",
    "PATCH 1000 204",
  ]);
  assert(await hasStored(server));
});

Deno.test("tus learns by a HEAD that everything is stored if the last response was lost", async () => {
  await using server = await new TusServer().listen();
  server.hooks.lose = ({ method }) => method === "PATCH";

  const ended = await uploadByTus(server);

  assertEquals([ended.ok, ended.status, ended.method], [true, 200, "HEAD"]);
  assertEquals(ended.bytesStored, TUS_BYTES.length);
  assertEquals(requestsTo(server), ["POST 201", "PATCH 0", "HEAD 200"]);
  assert(await hasStored(server));
});

for (const status of [408, 429, 500, 502, 503, 504]) {
  for (const method of ["POST", "PATCH", "HEAD"]) {
    Deno.test(`tus asks for the offset and goes on after a ${status} to ${method}`, async () => {
      await using server = await new TusServer().listen();
      if (method === "HEAD") breakOff(server);
      server.hooks.answer = times(2, method, { status });

      const ended = await uploadByTus(server);

      assertEquals(ended.status, 204);
      assertEquals(server.uploads.size, 1);
      assert(await hasStored(server));
      const methods = requestsTo(server).map((line) => line.split(" ")[0]);
      assertEquals(
        methods,
        {
          POST: ["POST", "POST", "POST", "PATCH"],
          PATCH: ["POST", "PATCH", "HEAD", "PATCH", "HEAD", "PATCH"],
          HEAD: ["POST", "PATCH", "HEAD", "HEAD", "HEAD", "PATCH"],
        }[method],
      );
    });
  }
}

for (const status of [401, 403]) {
  for (const method of ["POST", "PATCH", "HEAD"]) {
    Deno.test(`tus is given fresh headers once after a ${status} to ${method}, and keeps the upload`, async () => {
      await using server = await new TusServer().listen();
      if (method === "HEAD") breakOff(server);
      server.hooks.answer = ({ sentMethod, headers }) =>
        sentMethod === method && headers.get("authorization") !== "new"
          ? { status }
          : undefined;
      const headers = { authorization: "old" };
      const refresh = () => ({ headers: { authorization: "new" } });

      const refused = await uploadByTus(server, {}, { headers });
      server.uploads.clear();
      if (method === "HEAD") breakOff(server);
      const ended = await uploadByTus(server, {}, {
        headers,
        retry: { baseDelay: 0, refresh },
      });

      assertEquals([refused.status, ended.status], [status, 204]);
      assertEquals(server.uploads.size, 1);
      assert(await hasStored(server));
    });
  }
}
