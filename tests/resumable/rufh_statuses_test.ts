import { upload } from "@network/upload";
import { assert, assertEquals } from "@std/assert";
import { requestsTo } from "../support/requests_to.ts";
import type { RecordedRequest } from "../support/recorded_request.ts";
import { RufhServer } from "../support/rufh/rufh_server.ts";
import {
  hasStoredRufh,
  RUFH_BYTES,
  rufhOptions,
  uploadByRufh,
} from "../support/rufh/rufh_uploads.ts";
import { times } from "../support/server_hooks.ts";

const SIZE = RUFH_BYTES.length;
/** The bytes that the server keeps of an append before its connection is lost. */
const KEPT = 1_000;
const VERSIONS = [8, 6] as const;

/** Lets the first append break off, so that a HEAD follows. */
function breakOff(server: RufhServer): void {
  let isBroken = false;
  server.hooks.keep = ({ method }: RecordedRequest) => {
    if (isBroken || method !== "PATCH") return undefined;
    isBroken = true;
    return KEPT;
  };
}

/** Starts a server whose creations are recognized without a HEAD. */
async function listen(version: 6 | 8): Promise<RufhServer> {
  const limits = { maxSize: 10 * SIZE };
  return await new RufhServer({ version, limits }).listen();
}

for (const version of VERSIONS) {
  Deno.test(`rufh ${version} goes on where the server is after a lost connection`, async () => {
    await using server = await listen(version);
    breakOff(server);

    const ended = await uploadByRufh(server);

    assertEquals([ended.response, ended.bytesStored], ["300000", SIZE]);
    assertEquals(requestsTo(server), [
      "POST 201",
      "PATCH 0",
      "HEAD 204",
      "PATCH 1000 200",
    ]);
    assert(await hasStoredRufh(server));
  });

  Deno.test(`rufh ${version} learns by a HEAD that the upload is complete if the last response was lost`, async () => {
    await using server = await listen(version);
    server.hooks.lose = ({ method }) => method === "PATCH";

    const ended = await uploadByRufh(server);

    assertEquals(
      [ended.ok, ended.status, ended.method, ended.bytesStored],
      [true, 204, "HEAD", SIZE],
    );
    assertEquals(requestsTo(server), ["POST 201", "PATCH 0", "HEAD 204"]);
    assert(await hasStoredRufh(server));
  });

  Deno.test(`rufh ${version} goes on after a lost response to any request`, async () => {
    for (const lost of [0, 1, 2, 3, 4, 5]) {
      await using server = await listen(version);
      breakOff(server);
      const requests = () => server.requests.length;
      let isLost = false;
      server.hooks.lose = () => {
        if (isLost || requests() !== lost + 1) return false;
        return isLost = true;
      };

      const ended = await uploadByRufh(server, { chunkSize: 100_000 });

      assertEquals([ended.ok, ended.bytesStored], [true, SIZE]);
      const complete = [...server.uploads.values()].filter((one) =>
        one.isComplete
      );
      assertEquals(complete.length, 1);
      assertEquals([server.violations, server.repeatedBytes], [[], 0]);
      assertEquals(server.uploads.size, lost === 0 ? 2 : 1);
    }
  });

  for (const status of [408, 429, 500, 502, 503, 504]) {
    for (const method of ["POST", "PATCH", "HEAD"] as const) {
      Deno.test(`rufh ${version} asks for the offset and goes on after a ${status} to ${method}`, async () => {
        await using server = await listen(version);
        if (method === "HEAD") breakOff(server);
        server.hooks.answer = times(2, method, { status });

        const ended = await uploadByRufh(server);

        assertEquals(ended.response, "300000");
        assert(await hasStoredRufh(server));
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
}

for (const status of [401, 403]) {
  for (const method of ["POST", "PATCH", "HEAD"]) {
    Deno.test(`rufh is given fresh headers once after a ${status} to ${method}, and keeps the upload`, async () => {
      await using server = await listen(8);
      if (method === "HEAD") breakOff(server);
      server.hooks.answer = ({ sentMethod, headers }) =>
        sentMethod === method && headers.get("authorization") !== "new"
          ? { status }
          : undefined;
      const headers = { authorization: "old" };
      const refresh = () => ({ headers: { authorization: "new" } });

      const refused = await uploadByRufh(server, {}, { headers });
      server.uploads.clear();
      if (method === "HEAD") breakOff(server);
      const ended = await uploadByRufh(server, {}, {
        headers,
        retry: { baseDelay: 0, refresh },
      });

      assertEquals([refused.status, ended.status], [status, 200]);
      assertEquals(server.uploads.size, 1);
      assert(await hasStoredRufh(server));
    });
  }
}

for (const status of [404, 410]) {
  for (const method of ["PATCH", "HEAD"]) {
    Deno.test(`rufh begins anew if the upload is gone (${status} to ${method})`, async () => {
      await using server = await listen(8);
      if (method === "HEAD") breakOff(server);
      const refuse = times(1, method, { status });
      server.hooks.answer = (request) => {
        const answer = refuse(request);
        if (answer) server.uploads.clear();
        return answer;
      };

      const ended = await upload(rufhOptions(server));

      assertEquals([ended.status, ended.bytesStored], [200, SIZE]);
      assertEquals(server.requestsOf("POST").length, 2);
      assert(await hasStoredRufh(server));
    });
  }
}

Deno.test("rufh begins anew a few times, and then ends", async () => {
  await using server = await listen(8);
  server.hooks.answer = times(99, "PATCH", { status: 404 });

  const ended = await uploadByRufh(server);

  assertEquals(ended.status, 404);
  assertEquals(server.requestsOf("POST").length, 4);
});

Deno.test("rufh does not begin anew with a stream of which bytes were sent", async () => {
  await using server = await listen(8);
  breakOff(server);
  server.hooks.answer = times(9, "HEAD", { status: 404 });

  const { error } = await uploadByRufh(server, {}, {
    source: new Blob([RUFH_BYTES]).stream(),
  });

  assertEquals(error?.code, "source");
  assertEquals(server.requestsOf("POST").length, 1);
});
