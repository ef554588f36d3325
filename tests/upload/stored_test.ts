import { upload } from "@network/upload";
import { assert, assertEquals } from "@std/assert";
import { eventsOf } from "../support/events.ts";
import { serve } from "../support/http_server.ts";
import { serveRaw } from "../support/raw_server.ts";

const SIZE = 300_000;
const SOURCE = new Uint8Array(SIZE);

for (const method of ["PUT", "POST"]) {
  Deno.test(`an upload in one request has stored nothing until its response, and then everything (${method})`, async () => {
    const arrived = Promise.withResolvers<void>();
    const seen = Promise.withResolvers<void>();
    await using server = serve(async () => {
      arrived.resolve();
      await seen.promise;
      return new Response();
    });
    const options = { url: server.url, method, source: SOURCE };
    const running = upload({ ...options, progress: true });
    const stored: [phase: string, bytes: number][] = [];
    for await (const { phase, bytesStored } of running) {
      stored.push([phase, bytesStored]);
      if (phase === "progress") seen.resolve();
    }

    assertEquals(stored.slice(0, 2), [["began", 0], ["progress", 0]]);
    assertEquals(stored.at(-1), ["ended", SIZE]);
    await arrived.promise;
  });
}

Deno.test("an upload of unknown length and a form have stored what was sent", async () => {
  await using server = serve();
  const stream = new Blob([SOURCE]).stream();

  const chunked = await upload({ url: server.url, source: stream });
  const form = await upload({
    url: server.url,
    source: SOURCE,
    multipart: {},
  });

  assertEquals([chunked.bytesEstimated, chunked.bytesStored], [-1, SIZE]);
  assertEquals(form.bytesStored, Number(form.response));
  assert(form.bytesStored > SIZE);
});

for (const status of [304, 404, 503]) {
  Deno.test(`an upload with the response ${status} has stored nothing`, async () => {
    await using server = serve(() => new Response(null, { status }));

    const ended = await upload({ url: server.url, source: SOURCE });

    assertEquals([ended.status, ended.bytesStored], [status, 0]);
    assertEquals(ended.bytesTransferred, SIZE);
  });
}

Deno.test("an upload that fails has stored nothing", async () => {
  await using server = serveRaw((connection) => connection.readBytes(1000));
  const params = { url: server.url, source: SOURCE, progress: true };

  const events = await eventsOf(upload(params));

  assertEquals(events.at(-1)?.isError, true);
  for (const { bytesStored } of events) assertEquals(bytesStored, 0);
});
