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

for (const status of [404, 410]) {
  for (const method of ["PATCH", "HEAD"]) {
    Deno.test(`tus begins anew if the upload is gone (${status} to ${method})`, async () => {
      await using server = await new TusServer().listen();
      if (method === "HEAD") breakOff(server);
      const refuse = times(1, method, { status });
      server.hooks.answer = (request) => {
        const answer = refuse(request);
        if (answer) server.uploads.clear();
        return answer;
      };
      const options = tusOptions(server, {}, { progress: true });

      const ended = await upload(options);

      assertEquals([ended.status, ended.bytesStored], [204, TUS_BYTES.length]);
      assertEquals(server.requestsOf("POST").length, 2);
      assert(await hasStored(server));
    });
  }
}

Deno.test("tus begins anew a few times, and then ends", async () => {
  await using server = await new TusServer().listen();
  server.hooks.answer = times(99, "PATCH", { status: 404 });

  const ended = await uploadByTus(server);

  assertEquals(ended.status, 404);
  assertEquals(server.requestsOf("POST").length, 4);
});

for (const status of [400, 409]) {
  Deno.test(`tus begins anew at once if a ${status} shows that the upload is gone`, async () => {
    await using server = await new TusServer().listen();
    const refuse = times(1, "PATCH", { status });
    server.hooks.answer = (request) => {
      const answer = refuse(request);
      if (answer) server.uploads.clear();
      return answer;
    };

    const ended = await uploadByTus(server, {}, { retry: 0 });

    assertEquals(ended.status, 204);
    assertEquals(requestsTo(server).slice(1), [
      `PATCH 0 ${status}`,
      "HEAD 404",
      "POST 201",
      "PATCH 0 204",
    ]);
    assert(await hasStored(server));
  });
}
