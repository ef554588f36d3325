import { assert, assertEquals, assertRejects } from "@std/assert";
import { sameBytes } from "../support/bytes.ts";
import { randomBytes } from "../support/files.ts";
import { serve } from "../support/http_server.ts";
import { randomFaults } from "../support/line_faults.ts";
import { until } from "../support/until.ts";
import { TcpProxy } from "../support/tcp_proxy.ts";

const SIZE = 3_000_000;

/** Sends bytes in a way that Deno does not repeat by itself. */
async function put(url: string, bytes: Uint8Array<ArrayBuffer>) {
  const body = new Blob([bytes]).stream();
  const response = await fetch(url, { method: "PUT", body });
  return await response.text();
}

Deno.test("a proxy forwards requests and responses unchanged", async () => {
  await using server = serve(({ bytes }) => new Response(bytes));
  await using proxy = await new TcpProxy(server.url).listen();
  const bytes = randomBytes(SIZE);
  const body = new Blob([bytes]).stream();
  const url = proxy.through(`${server.url}a?b=c`);
  const response = await fetch(url, { method: "PUT", body });
  assert(sameBytes(await response.bytes(), bytes));
  assertEquals(server.received[0]?.url.pathname, "/a");
  assertEquals(server.received[0]?.url.search, "?b=c");
  assertEquals(proxy.connections, 1);
});

/** Starts a server that counts the bytes of a body, also of one that breaks. */
function serveCount() {
  const { promise: broken, resolve } = Promise.withResolvers<number>();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async ({ body }) => {
      let seen = 0;
      try {
        for await (const chunk of body ?? []) seen += chunk.byteLength;
      } catch {
        resolve(seen);
      }
      return new Response(String(seen));
    },
  );
  const url = `http://127.0.0.1:${server.addr.port}/`;
  return { url, broken, [Symbol.asyncDispose]: () => server.shutdown() };
}

for (const how of ["close", "reset"] as const) {
  Deno.test(`a proxy ends a connection within a request by ${how}, once`, async () => {
    await using server = serveCount();
    await using proxy = await new TcpProxy(server.url).listen();
    proxy.arm({ side: "request", after: 1_000_000, how });

    await assertRejects(() => put(proxy.url, randomBytes(SIZE)), TypeError);
    const seen = await server.broken;
    // Chunk sizes and the head are in the million, too.
    assert(seen <= 1_000_000 && (how === "reset" || seen > 900_000));
    assertEquals(await put(proxy.url, randomBytes(SIZE)), String(SIZE));
  });
}

Deno.test("a client can distinguish a reset from a close", async () => {
  await using server = serve();
  await using proxy = await new TcpProxy(server.url).listen();
  const read = async (how: "close" | "reset") => {
    proxy.arm({ side: "request", after: 5, how });
    const { hostname, port } = new URL(proxy.url);
    using client = await Deno.connect({ hostname, port: Number(port) });
    await client.write(new TextEncoder().encode("PUT /"));
    return await client.read(new Uint8Array(1));
  };
  assertEquals(await read("close"), null);
  await assertRejects(() => read("reset"), Deno.errors.ConnectionReset);
});

Deno.test("a proxy loses the response to a given request", async () => {
  await using server = serve();
  await using proxy = await new TcpProxy(server.url).listen();
  proxy.arm({ side: "response", after: 0, how: "close", when: /^PUT \/b / });
  assertEquals(await put(`${proxy.url}a`, randomBytes(5)), "5");
  await assertRejects(() => put(`${proxy.url}b`, randomBytes(5)), TypeError);
  assertEquals(await put(`${proxy.url}b`, randomBytes(5)), "5");
  assertEquals(server.received.length, 3);
});

Deno.test("a proxy cuts a response short", async () => {
  await using server = serve(() => new Response("x".repeat(SIZE)));
  await using proxy = await new TcpProxy(server.url).listen();
  proxy.arm({ side: "response", after: 50_000, how: "close" });
  const response = await fetch(proxy.url);
  assertEquals(response.status, 200);
  await assertRejects(() => response.text(), TypeError);
});

Deno.test("a proxy stalls until its client gives up", async () => {
  await using server = serveCount();
  await using proxy = await new TcpProxy(server.url, {
    faults: (connection) =>
      connection === 0
        ? { side: "request", after: 100_000, how: "stall" }
        : undefined,
  }).listen();
  const giveUp = new AbortController();
  const stalled = fetch(proxy.url, {
    method: "PUT",
    body: new Blob([randomBytes(SIZE)]).stream(),
    signal: giveUp.signal,
  });
  await until(() => proxy.faults === 1);
  giveUp.abort();
  await assertRejects(() => stalled, DOMException);
  assertEquals(await put(proxy.url, randomBytes(7)), "7");
  assertEquals(proxy.connections, 2);
});

Deno.test("a proxy keeps to a rate", async () => {
  await using server = serve();
  await using proxy = await new TcpProxy(server.url, {
    bytesPerSecond: 1_000_000,
  }).listen();
  const start = performance.now();
  assertEquals(await put(proxy.url, randomBytes(300_000)), "300000");
  assert(performance.now() - start > 280);
});

Deno.test("random faults are the same for the same seed", () => {
  const list = (seed: number) => {
    const next = randomFaults(seed, { chance: 0.5, within: 1_000 });
    return Array.from({ length: 20 }, next);
  };
  assertEquals(list(7), list(7));
  assert(JSON.stringify(list(7)) !== JSON.stringify(list(8)));
  assert(list(7).some((fault) => fault === undefined));
  assert(list(7).every((fault) => fault === undefined || fault.after < 1_000));
});
