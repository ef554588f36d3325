import { type Protocol, upload } from "@network/upload";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { eventsOf } from "../support/events.ts";
import { serve } from "../support/http_server.ts";
import { serveRaw } from "../support/raw_server.ts";

const SIZE = 300_000;
const SOURCE = new Uint8Array(SIZE);

/** Goes on where the server is, in parts. */
const resuming: Protocol = async (upload, send) => {
  const { url, method, headers, source, acknowledge } = upload;
  acknowledge(100_000);
  for (let start = 100_000; start < source.size; start += 100_000) {
    const reply = await send({
      url,
      method,
      headers,
      open: () => source.open({ start, end: start + 100_000 }),
    });
    if (!reply.response.ok) return reply;
    acknowledge(start + 100_000);
  }
  return await send({
    url,
    method,
    headers,
    open: async () => ({
      size: 1000,
      stream: (await source.open({ start: 0, end: 1000 })).stream,
    }),
    sendsSource: false,
  });
};

Deno.test("a protocol reports what the server has stored, and the events follow", async () => {
  await using server = serve();
  const params = { url: server.url, source: SOURCE, protocol: resuming };
  const running = upload({ ...params, progress: true, progressInterval: 0 });

  const events = await eventsOf(running);

  assertEquals((await running).status, 200);
  const stored = events.map(({ bytesStored }) => bytesStored);
  assertEquals(stored.at(0), 0);
  assertEquals([...new Set(stored)], [0, 100_000, 200_000, 300_000]);
  const transferred = events.map(({ bytesTransferred }) => bytesTransferred);
  assertEquals(transferred, transferred.toSorted((one, other) => one - other));
  assertEquals(transferred.at(-1), SIZE);
  for (const { bytesStored, bytesTransferred } of events) {
    assert(bytesStored <= bytesTransferred);
  }
  assertEquals(server.received.map(({ bytes }) => bytes.length), [
    ...[100_000, 100_000, 1000],
  ]);
});

Deno.test("a protocol that is refused has stored what the server acknowledged", async () => {
  let requests = 0;
  await using server = serve(() =>
    new Response(null, { status: ++requests === 2 ? 507 : 200 })
  );
  const params = { url: server.url, source: SOURCE, protocol: resuming };

  const ended = await upload(params);

  assertEquals([ended.status, ended.bytesStored], [507, 200_000]);
});

Deno.test("a protocol that acknowledges nothing has stored everything after a 2xx", async () => {
  await using server = serve();
  const protocol: Protocol = ({ url, headers }, send) =>
    send({ url, method: "POST", headers });

  const ended = await upload({ url: server.url, source: SOURCE, protocol });

  assertEquals([ended.bytesStored, ended.bytesTransferred], [SIZE, SIZE]);
});

const COUNTS: readonly [given: unknown, shown: string][] = [
  [-1, "-1"],
  [SIZE + 1, `${SIZE + 1}`],
  [0.5, "0.5"],
  [NaN, "NaN"],
  [2 ** 53, "9007199254740992"],
  ["5", "string"],
  [undefined, "undefined"],
];

for (const [given, shown] of COUNTS) {
  Deno.test(`a protocol cannot acknowledge ${shown} of ${SIZE} bytes`, async () => {
    const protocol: Protocol = ({ acknowledge }) => {
      Reflect.apply(acknowledge, undefined, [given]);
      return Promise.reject(new Error("it could"));
    };

    const { error } = await upload({
      url: "http://127.0.0.1/",
      source: SOURCE,
      protocol,
    });

    assertStringIncludes(
      error?.message ?? "",
      `Cannot acknowledge bytes: 'bytesStored' must be an integer from 0 to ${SIZE} (got ${shown})`,
    );
  });
}

Deno.test("a protocol may acknowledge any number of bytes of an unknown length, but no fewer than 0", async () => {
  const source = () => new Blob([SOURCE]).stream();
  const url = "http://127.0.0.1/";
  const acknowledging = (bytes: number): Protocol => ({ acknowledge }) => {
    acknowledge(bytes);
    return Promise.reject(new Error("enough"));
  };

  const some = await upload({
    ...{ url, source: source(), protocol: acknowledging(2 ** 52) },
  });
  const fewer = await upload({
    ...{ url, source: source(), protocol: acknowledging(-1) },
  });

  assertEquals([some.bytesStored, some.bytesTransferred], [2 ** 52, 2 ** 52]);
  assertStringIncludes(String(fewer.response), "an integer of 0 or more");
});

Deno.test("what a protocol acknowledges after its upload has ended changes nothing", async () => {
  const late = Promise.withResolvers<() => void>();
  const protocol: Protocol = ({ acknowledge }) => {
    late.resolve(() => acknowledge(5));
    return new Promise(() => {});
  };
  const params = { url: "http://127.0.0.1/", source: SOURCE, protocol };
  const running = upload({ ...params, progress: true, progressInterval: 0 });
  const acknowledge = await late.promise;
  running.cancel();
  await running;

  acknowledge();

  const events = await eventsOf(running);
  assertEquals(events.map(({ phase }) => phase), ["began", "ended"]);
  assertEquals(events.map(({ bytesStored }) => bytesStored), [0, 0]);
});

Deno.test("a request that does not send the source counts no bytes, and keeps those of a failed one", async () => {
  await using server = serve(({ url }) =>
    new Response(null, { status: url.pathname === "/refused" ? 500 : 200 })
  );
  await using cutting = serveRaw((connection) => connection.readBytes(1000));
  const protocol: Protocol = async ({ url, headers, source }, send) => {
    const open = () => source.open({ start: 0, end: 100_000 });
    const request = { url, method: "POST", headers };
    await send({ ...request, open, sendsSource: false });
    const failing = { ...request, url: new URL(cutting.url), open };
    await send(failing).catch(() => {});
    await send(request);
    await send({ ...request, open, sendsSource: false });
    return await send({ ...request, url: new URL("refused", url) });
  };
  const params = { url: server.url, source: SOURCE, protocol };
  const running = upload({ ...params, progress: true, progressInterval: 0 });

  const events = await eventsOf(running);

  const { status, bytesTransferred } = await running;
  assertEquals(status, 500);
  assert(bytesTransferred > 0 && bytesTransferred <= 100_000);
  for (const event of events) assert(event.bytesTransferred <= 100_000);
});

Deno.test("a request that is sent again after it failed counts once", async () => {
  await using server = serve(() => new Response(null, { status: 500 }));
  await using cutting = serveRaw(async (connection) => {
    await connection.readHead();
    await connection.readBytes(100_000);
  });
  const protocol: Protocol = async ({ url, headers, source }, send) => {
    const open = () => source.open({ start: 0, end: 100_000 });
    const request = { url, method: "POST", headers, open };
    await send({ ...request, url: new URL(cutting.url) }).catch(() => {});
    return await send(request);
  };

  const ended = await upload({ url: server.url, source: SOURCE, protocol });

  assertEquals([ended.status, ended.bytesTransferred], [500, 100_000]);
});
