import { assert, assertEquals } from "@std/assert";
import { EDGE_HOSTS, removeRuntimes, testHost } from "./support/edge_hosts.ts";
import { randomBytes } from "./support/files.ts";
import { sha256Of } from "./support/hash.ts";
import { serve } from "./support/http_server.ts";
import { closing, readBody, readRequest } from "./support/raw_request.ts";
import { headerOf, serveRaw } from "./support/raw_server.ts";
import {
  type ServerSentEvent,
  serverSentEvents,
} from "./support/server_sent_events.ts";

const SIZE = 5_000_000;

Deno.test.afterAll(removeRuntimes);

for (const host of EDGE_HOSTS) {
  testHost(
    host,
    "passes an upload on with its length, and tells how far it is",
    async () => {
      await using storage = serve(() => new Response(null, { status: 201 }));
      await using edge = await host.start(`${storage.url}bucket`);
      const bytes = randomBytes(SIZE);
      const watching = await fetch(`${edge.url}progress/one`);
      const events = Array.fromAsync(serverSentEvents(watching));

      const status = await put(`${edge.url}files/a.png?upload=one`, bytes);

      assertEquals(status, 201);
      const [received] = storage.received;
      assert(received);
      assertEquals(received.url.pathname, "/bucket/a.png");
      assertEquals(received.headers.get("content-length"), String(SIZE));
      assertEquals(received.headers.get("content-type"), "image/png");
      assertEquals(await sha256Of(received.bytes), await sha256Of(bytes));
      const ended = (await events).pop();
      assertEquals(ended, endedWith(SIZE, SIZE, 201));
      assertEquals((await events).pop(), movedTo(SIZE, SIZE));
    },
  );

  testHost(
    host,
    "tells how far an upload is to who comes later",
    async () => {
      const { promise: watched, resolve: goOn } = Promise.withResolvers<void>();
      const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
      await using storage = serveRaw(async (connection) => {
        const head = await connection.readHead();
        begin();
        await watched;
        const { byteLength } = await readBody(connection, head);
        assertEquals(byteLength, 4 * SIZE);
        await connection.write(closing("stored"));
      });
      await using edge = await host.start(storage.url);
      const putting = put(
        `${edge.url}files/late?upload=late`,
        randomBytes(4 * SIZE),
      );
      await begun;
      const watching = await fetch(`${edge.url}progress/late`);
      const events = serverSentEvents(watching);

      const { value: first } = await events.next();

      goOn();
      assertEquals(first?.name, "message");
      assert(bytesOf(first) < 4 * SIZE);
      assertEquals(await putting, 200);
      const last = (await Array.fromAsync(events)).at(-1);
      assertEquals(last, endedWith(4 * SIZE, 4 * SIZE, 200));
    },
  );

  for (const size of [3 * SIZE, undefined]) {
    const framing = size === undefined ? "without a length" : "with a length";
    testHost(
      host,
      `leaves the storage a body that is not whole when a client ${framing} goes away`,
      async () => {
        const { promise: arrives, resolve } = Promise.withResolvers<void>();
        const { promise: stored, resolve: store } = Promise.withResolvers<
          { head: string; count: number; end: string }
        >();
        await using storage = serveRaw(async (connection) => {
          const head = await connection.readHead();
          let [count, end] = [0, ""];
          while (true) {
            const bytes = await connection.read();
            if (bytes === undefined) break;
            count += bytes.byteLength;
            end = new TextDecoder().decode(bytes.slice(-5));
            resolve();
          }
          store({ head, count, end });
        });
        await using edge = await host.start(storage.url);
        const watching = await fetch(`${edge.url}progress/gone`);
        const events = Array.fromAsync(serverSentEvents(watching));
        const client = await putHalf(edge.port, size);
        await arrives;

        client.close();

        const { head, count, end } = await stored;
        assertEquals(headerOf(head, "content-length"), size?.toString());
        assert(count < SIZE + SIZE / 2);
        assert(end !== "0\r\n\r\n", "the storage takes the body for whole");
        assertEquals((await events).at(-1)?.name, "ended");
      },
    );
  }

  testHost(
    host,
    "answers for a storage that fails, and takes no name out of the bucket",
    async () => {
      const targets: (string | undefined)[] = [];
      await using storage = serveRaw(async (connection) => {
        const { head } = await readRequest(connection);
        const target = /^PUT (\S+)/.exec(head)?.[1];
        targets.push(target);
        const status = STORAGE_ANSWERS.get(target ?? "") ?? "200 OK";
        if (status !== "") await connection.write(closing("", status));
      });
      const url = new URL("bucket/?key=secret", storage.url);
      url.password = "secret";
      await using edge = await host.start(url.href);

      for (const [path, method, status] of REQUESTS) {
        const response = await fetch(new URL(path, edge.url), {
          method,
          ...(method === "PUT" ? { body: "hello" } : {}),
        });
        const text = await response.text();
        assertEquals([path, response.status], [path, status]);
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

/** What the storage says to some; nothing, and it closes the connection, to one. */
const STORAGE_ANSWERS = new Map([
  ["/bucket/forbidden?key=secret", "403 Forbidden"],
  ["/bucket/replaced?key=secret", "204 No Content"],
  ["/bucket/broken?key=secret", ""],
]);

const REQUESTS: readonly [path: string, method: string, status: number][] = [
  ["/", "GET", 200],
  ["/", "POST", 405],
  ["/files/a", "GET", 405],
  ["/progress/a", "PUT", 405],
  ["/progress/a%20b", "GET", 404],
  ["/nowhere", "GET", 404],
  ["/files/", "PUT", 404],
  ["/files/a/b", "PUT", 404],
  ["/files/%2e%2e", "PUT", 405],
  ["/files/..%2Fx", "PUT", 400],
  ["/files/..%5Cx", "PUT", 400],
  ["/files/%00", "PUT", 400],
  ["/files/%E0%A4", "PUT", 400],
  ["/files/%C3%A4%20%3F%23%25%26.bin", "PUT", 200],
  ["/files/%252e%252e%252fx", "PUT", 200],
  ["/files/forbidden", "PUT", 403],
  ["/files/replaced", "PUT", 204],
  ["/files/broken", "PUT", 502],
];

/** Uploads, and tells the status. */
async function put(
  url: string,
  body: Uint8Array<ArrayBuffer>,
): Promise<number> {
  const headers = { "content-type": "image/png" };
  const response = await fetch(url, { method: "PUT", body, headers });
  await response.body?.cancel();
  return response.status;
}

/** A client that has sent some of a body. */
async function putHalf(
  port: number,
  size: number | undefined,
): Promise<Disposable & { close(): void }> {
  const client = await Deno.connect({ hostname: "127.0.0.1", port });
  const framing = size === undefined
    ? `Transfer-Encoding: chunked\r\n\r\n${SIZE.toString(16)}\r\n`
    : `Content-Length: ${size}\r\n\r\n`;
  const head = `PUT /files/gone?upload=gone HTTP/1.1\r\nHost: edge\r\n`;
  const blob = new Blob([`${head}${framing}`, randomBytes(SIZE), "\r\n"]);
  const bytes = await blob.bytes();
  for (let at = 0; at < bytes.byteLength;) {
    at += await client.write(bytes.subarray(at));
  }
  return client;
}

function bytesOf(event: ServerSentEvent | void): number {
  const { data } = event ?? {};
  return typeof data === "object" && data !== null &&
      "bytesTransferred" in data
    ? Number(data.bytesTransferred)
    : NaN;
}

function movedTo(bytesTransferred: number, bytesEstimated: number) {
  return { name: "message", data: { bytesTransferred, bytesEstimated } };
}

function endedWith(
  bytesTransferred: number,
  bytesEstimated: number,
  outcome: number | string,
) {
  return { name: "ended", data: { bytesTransferred, bytesEstimated, outcome } };
}
