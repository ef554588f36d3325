import { assert, assertEquals } from "@std/assert";
import { sameBytes, streamOf } from "../support/bytes.ts";
import { endedWith, movedTo, put, watch } from "../support/edge_client.ts";
import { EDGE_HOSTS, removeRuntimes, testHost } from "../support/edge_hosts.ts";
import { randomBytes } from "../support/files.ts";
import { sha256Of } from "../support/hash.ts";
import { serve } from "../support/http_server.ts";
import { closing, readBody } from "../support/raw_request.ts";
import { serveRaw } from "../support/raw_server.ts";

const SIZE = 20_000_000;

Deno.test.afterAll(removeRuntimes);

for (const host of EDGE_HOSTS) {
  testHost(
    host,
    "forwards an upload with its length, and reports its progress",
    async () => {
      await using storage = serve(() => new Response(null, { status: 201 }));
      await using edge = await host.start({
        STORAGE_URL: `${storage.url}bucket`,
      });
      const bytes = randomBytes(SIZE);
      const events = Array.fromAsync(await watch(`${edge.url}progress/one`));

      const status = await put(`${edge.url}files/a.png?upload=one`, bytes);

      assertEquals(status, 201);
      const [received] = storage.received;
      assert(received);
      assertEquals(received.url.pathname, "/bucket/a.png");
      assertEquals(received.headers.get("content-length"), String(SIZE));
      assertEquals(received.headers.get("content-type"), "image/png");
      assertEquals(await sha256Of(received.bytes), await sha256Of(bytes));
      assertEquals((await events).slice(-2), [
        movedTo(SIZE, SIZE),
        endedWith(SIZE, SIZE, 201),
      ]);
    },
  );

  testHost(
    host,
    "forwards an upload without a length if the client states none",
    async () => {
      await using storage = serve();
      await using edge = await host.start({ STORAGE_URL: storage.url });
      const bytes = randomBytes(SIZE);

      const status = await put(`${edge.url}files/a`, streamOf(bytes));

      assertEquals(status, 200);
      const [received] = storage.received;
      assert(received);
      assertEquals(received.headers.get("content-length"), null);
      assertEquals(await sha256Of(received.bytes), await sha256Of(bytes));
    },
  );

  testHost(
    host,
    "forwards a compressed body as it is, and says so",
    async () => {
      await using storage = serve();
      await using edge = await host.start({ STORAGE_URL: storage.url });
      const bytes = await new Response(
        new Blob([randomBytes(SIZE)]).stream()
          .pipeThrough(new CompressionStream("gzip")),
      ).bytes();

      const response = await fetch(`${edge.url}files/a.gz`, {
        method: "PUT",
        body: bytes,
        headers: { "content-encoding": "gzip" },
      });

      assertEquals([response.status, await response.text()], [200, ""]);
      const [received] = storage.received;
      assert(received && sameBytes(received.bytes, bytes));
      assertEquals(received.headers.get("content-encoding"), "gzip");
      assertEquals(
        received.headers.get("content-length"),
        String(bytes.byteLength),
      );
    },
  );

  testHost(host, "forwards 50 uploads at once", async () => {
    await using storage = serve();
    await using edge = await host.start({ STORAGE_URL: storage.url });
    const bodies = Array.from(
      { length: 50 },
      (_, index) => randomBytes(index * 20_000),
    );

    const statuses = await Promise.all(
      bodies.map((bytes, index) => {
        const body = index % 2 === 0 ? bytes : streamOf(bytes);
        return put(`${edge.url}files/${index}?upload=id-${index}`, body);
      }),
    );

    assertEquals(statuses, Array(50).fill(200));
    for (const { url: { pathname }, bytes } of storage.received) {
      const sent = bodies[Number(pathname.slice(1))];
      assert(sent && sameBytes(bytes, sent), pathname);
    }
    assertEquals(storage.received.length, 50);
  });

  testHost(
    host,
    "reports the progress to a client that connects during the upload",
    async () => {
      const begun = Promise.withResolvers<void>();
      const watched = Promise.withResolvers<void>();
      await using storage = serveRaw(async (connection) => {
        const head = await connection.readHead();
        begun.resolve();
        await watched.promise;
        await readBody(connection, head);
        await connection.write(closing("stored"));
      });
      await using edge = await host.start({ STORAGE_URL: storage.url });
      const bytes = randomBytes(SIZE);
      const putting = put(`${edge.url}files/late?upload=late`, bytes);
      await begun.promise;
      const events = await watch(`${edge.url}progress/late`);

      const first = (await events.next()).value;

      assertEquals(first?.name, "message");
      watched.resolve();
      assertEquals(await putting, 200);
      assertEquals((await Array.fromAsync(events)).slice(-2), [
        movedTo(SIZE, SIZE),
        endedWith(SIZE, SIZE, 200),
      ]);
    },
  );
}
