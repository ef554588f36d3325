import { assert, assertEquals } from "@std/assert";
import { streamOf } from "../support/bytes.ts";
import { put, putPiece, watch } from "../support/edge_client.ts";
import { EDGE_HOSTS, removeRuntimes, testHost } from "../support/edge_hosts.ts";
import { randomBytes } from "../support/files.ts";
import { sha256Of } from "../support/hash.ts";
import { serve } from "../support/http_server.ts";
import { closing, readRequest } from "../support/raw_request.ts";
import { headerOf, serveRaw } from "../support/raw_server.ts";

const SIZE = 20_000_000;
/** Less than the buffers of the connection hold. */
const PIECE = 500_000;

/** What the storage says to some; to one of them nothing: it closes the connection. */
const STORAGE_ANSWERS = new Map([
  ["/bucket/forbidden?key=secret", "403 Forbidden"],
  ["/bucket/replaced?key=secret", "204 No Content"],
  ["/bucket/broken?key=secret", ""],
]);

const REQUESTS: readonly [method: string, path: string, status: number][] = [
  ["POST", "/", 404],
  ["GET", "/files/a", 405],
  ["PUT", "/progress/a", 405],
  ["GET", "/progress/a%20b", 404],
  ["GET", "/nowhere", 404],
  ["PUT", "/files/", 404],
  ["PUT", "/files/a/b", 404],
  ["PUT", "/files/%2e%2e", 404],
  ["PUT", "/files/..%2Fx", 400],
  ["PUT", "/files/..%5Cx", 400],
  ["PUT", "/files/%00", 400],
  ["PUT", "/files/%E0%A4", 400],
  ["PUT", "/files/%C3%A4%20%3F%23%25%26.bin", 200],
  ["PUT", "/files/%252e%252e%252fx", 200],
  ["PUT", "/files/forbidden", 403],
  ["PUT", "/files/replaced", 204],
  ["PUT", "/files/broken", 502],
];

Deno.test.afterAll(removeRuntimes);

for (const host of EDGE_HOSTS) {
  testHost(
    host,
    "passes the 503 of a busy storage on, whose client then sends the file again",
    async () => {
      await using storage = serve(() =>
        storage.received.length === 1
          ? new Response("secret", {
            status: 503,
            headers: { "retry-after": "0" },
          })
          : new Response()
      );
      await using edge = await host.start({ STORAGE_URL: storage.url });
      const bytes = randomBytes(SIZE);
      const url = `${edge.url}files/a?upload=again`;

      const busy = await fetch(url, { method: "PUT", body: bytes });
      const status = await put(url, streamOf(bytes), "");

      assertEquals([busy.status, status], [503, 200]);
      assertEquals(busy.headers.get("retry-after"), "0");
      assertEquals(await busy.text(), "the file is not stored");
      const [, received] = storage.received;
      assert(received);
      assertEquals(
        received.headers.get("content-type"),
        "application/octet-stream",
      );
      assertEquals(await sha256Of(received.bytes), await sha256Of(bytes));
    },
  );

  for (const size of [SIZE, undefined]) {
    const client = `a client ${size ? "with" : "without"} a length goes away`;
    testHost(
      host,
      `sends the storage no complete body when ${client}`,
      async () => {
        const begun = Promise.withResolvers<string>();
        const ended = Promise.withResolvers<void>();
        const stored = Promise.withResolvers<Uint8Array>();
        await using storage = serveRaw(async (connection) => {
          begun.resolve(await connection.readHead());
          await ended.promise;
          stored.resolve(await connection.readBytes(2 * PIECE));
        });
        await using edge = await host.start({ STORAGE_URL: storage.url });
        const events = await watch(`${edge.url}progress/gone`);
        const url = `${edge.url}files/gone?upload=gone`;
        const leave = await putPiece(url, PIECE, size);
        const head = await begun.promise;

        leave();

        const last = (await Array.fromAsync(events)).at(-1);
        assertEquals(last?.name, "ended");
        ended.resolve();
        assertEquals(headerOf(head, "content-length"), size?.toString());
        const text = new TextDecoder("latin1").decode(await stored.promise);
        assert(text.length < 2 * PIECE);
        assert(!text.endsWith("\r\n0\r\n\r\n"), "the body has an end");
      },
    );
  }

  testHost(
    host,
    "responds if the storage fails, and refuses names that lead out of the bucket",
    async () => {
      const targets: string[] = [];
      await using storage = serveRaw(async (connection) => {
        const { head } = await readRequest(connection);
        const target = /^PUT (\S+)/.exec(head)?.[1] ?? head;
        targets.push(target);
        const status = STORAGE_ANSWERS.get(target) ?? "200 OK";
        if (status !== "") await connection.write(closing("", status));
      });
      const url = new URL("bucket/?key=secret", storage.url);
      url.password = "secret";
      await using edge = await host.start({ STORAGE_URL: url.href });

      for (const [method, path, status] of REQUESTS) {
        const response = await fetch(new URL(path, edge.url), {
          method,
          ...(method === "PUT" ? { body: "hello" } : {}),
        });
        const text = await response.text();
        assertEquals([method, path, response.status], [method, path, status]);
        assert(!text.includes("secret"), text);
      }
      assertEquals(targets, [
        "/bucket/%C3%A4%20%3F%23%25%26.bin?key=secret",
        "/bucket/%252e%252e%252fx?key=secret",
        ...STORAGE_ANSWERS.keys(),
      ]);
    },
  );
}
