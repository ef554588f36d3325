import { assert, assertEquals } from "@std/assert";
import { streamOf } from "../support/bytes.ts";
import { requestsTo } from "../support/requests_to.ts";
import { RufhServer } from "../support/rufh/rufh_server.ts";
import {
  hasStoredRufh,
  RUFH_BYTES,
  uploadByRufh,
} from "../support/rufh/rufh_uploads.ts";
import { times } from "../support/server_hooks.ts";

const LIMITS = { maxSize: 1_000_000 };

for (const digest of ["sha-256", "sha-512"] as const) {
  for (const version of [8, 6] as const) {
    Deno.test(`rufh ${version} sends a digest (${digest}) of each append, and of the whole if it is one`, async () => {
      await using server = await new RufhServer({ version, limits: LIMITS })
        .listen();
      for (const chunkSize of [undefined, 100_000]) {
        const ended = await uploadByRufh(server, { digest, chunkSize });
        assertEquals(ended.response, "300000");
        assert(await hasStoredRufh(server));
        const { headers } = server.onlyUpload.creation;
        assertEquals(headers.has("repr-digest"), chunkSize === undefined);
        server.uploads.clear();
      }
      for (const { headers } of server.requestsOf("PATCH")) {
        assert(headers.get("content-digest")?.startsWith(`${digest}=:`));
      }
    });
  }
}

Deno.test("rufh sends a digest of each append of a stream", async () => {
  await using server = await new RufhServer({ limits: LIMITS }).listen();

  const ended = await uploadByRufh(server, {
    digest: "sha-256",
    chunkSize: 150_000,
  }, { source: streamOf(RUFH_BYTES) });

  assertEquals(ended.response, "300000");
  assert(await hasStoredRufh(server));
  const digests = server.requests.map(({ headers }) =>
    headers.has("content-digest") || headers.has("repr-digest")
  );
  assertEquals(digests, [false, true, true, true]);
});

Deno.test("rufh sends an append again whose digest did not match, a few times", async () => {
  const answer = { status: 400, body: "Content-Digest does not match" };
  for (const [refusals, status] of [[2, 200], [9, 400]] as const) {
    await using server = await new RufhServer({ limits: LIMITS }).listen();
    server.hooks.answer = times(refusals, "PATCH", answer);

    const ended = await uploadByRufh(server, { digest: "sha-256" });

    assertEquals(ended.status, status);
    assertEquals(requestsTo(server), [
      "POST 201",
      ...["PATCH 0 400", "HEAD 204", "PATCH 0 400", "HEAD 204"],
      `PATCH 0 ${status}`,
    ]);
  }
});
