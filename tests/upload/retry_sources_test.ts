import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  type Protocol,
  upload,
  UploadError,
  type UploadSource,
} from "@network/upload";
import { chunksOf, streamOf } from "../support/bytes.ts";
import { randomBytes } from "../support/files.ts";
import { FAILURES, serveFlaky } from "../support/flaky_server.ts";
import { sha256Of } from "../support/hash.ts";

const BYTES = randomBytes(300_000);
const RETRY = { limit: 3, baseDelay: 0 };

/** Sources that give their bytes once. */
const ONCE: readonly (readonly [name: string, make: () => UploadSource])[] = [
  ["a stream", () => streamOf(BYTES)],
  ["an iterable", () => chunksOf(BYTES)],
  ["a response", () => new Response(BYTES)],
];

for (const [name, make] of ONCE) {
  for (const failure of FAILURES) {
    Deno.test(`${name} is never sent again, not even after "${failure}"`, async () => {
      for (const size of [undefined, BYTES.length]) {
        await using server = serveFlaky([failure]);

        const running = upload({
          url: server.url,
          method: "PUT",
          source: make(),
          size,
          retry: RETRY,
          timeout: failure.startsWith("silence") ? 0.2 : 30,
        });

        const error = await assertRejects(() => running.orThrow(), UploadError);
        const { status } = await running;
        assertEquals(server.requests, 1);
        assertEquals(status === 503, failure.includes("status"));
        assert(error.isTransient);
        assert(
          error.hint.endsWith(
            "to retry, pass a function that opens the source",
          ),
          error.hint,
        );
      }
    });
  }

  Deno.test(`${name} is not sent again even if the connection was refused`, async () => {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const url = `http://127.0.0.1:${listener.addr.port}/`;
    listener.close();

    const { error } = await upload({ url, source: make(), retry: RETRY });

    assertEquals(error?.code, "network");
    assert(error?.hint.includes("pass a function that opens the source"));
  });

  Deno.test(`${name} that a protocol opens at each attempt ends with the first failure`, async () => {
    await using server = serveFlaky(["reset after the body"]);
    const protocol: Protocol = ({ url, headers, source }, send) =>
      send({ url, method: "PUT", headers, open: () => source.open() });

    const { error } = await upload({
      url: server.url,
      source: make(),
      protocol,
      retry: RETRY,
    });

    assertEquals([error?.code, server.requests], ["network", 1]);
    assert(error?.hint.includes("pass a function that opens the source"));
  });

  Deno.test(`${name} that a protocol had not opened before it failed is sent completely`, async () => {
    await using server = serveFlaky(["reset after the body"]);
    const protocol: Protocol = async ({ url, headers, source }, send) => {
      await send({ url, method: "POST", headers });
      return await send({
        url,
        method: "PUT",
        headers,
        open: () => source.open(),
      });
    };

    const { status } = await upload({
      url: server.url,
      source: make(),
      protocol,
      retry: RETRY,
    });

    assertEquals(status, 200);
    assertEquals(server.sums.at(-1), await sha256Of(BYTES));
    assertEquals(server.requests, 3);
  });
}

Deno.test("a file that changed since the first attempt is not sent again", async () => {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeFile(path, BYTES);
    await using server = serveFlaky(["status"]);
    const retry = {
      ...RETRY,
      refresh: () => Deno.truncate(path, 1_000),
    };

    const ended = await upload({ url: server.url, source: path, retry });

    assertEquals(ended.error?.code, "source");
    assertEquals(server.sums, [await sha256Of(BYTES)]);
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("bytes that were transferred since the first attempt are not sent again", async () => {
  const bytes = new Uint8Array(300_000);
  await using server = serveFlaky(["status"]);
  const retry = { ...RETRY, refresh: () => void bytes.buffer.transfer() };

  const ended = await upload({ url: server.url, source: bytes, retry });

  assertEquals(ended.error?.code, "source");
  assertEquals(server.sums.length, 1);
});

Deno.test("a stream that a protocol keeps between attempts is cancelled only at the end", async () => {
  await using server = serveFlaky(["reset after the body"]);
  const cancelled: unknown[] = [];
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    cancel: (reason) => void cancelled.push(reason),
  });
  let attempts = 0;
  const protocol: Protocol = async ({ url, headers, source }, send) => {
    if (++attempts === 1) await source.open();
    assertEquals(cancelled, []);
    return await send({ url, method: "POST", headers });
  };

  const { status } = await upload({
    url: server.url,
    source,
    protocol,
    retry: RETRY,
  });

  assertEquals([status, attempts, cancelled.length], [200, 2, 1]);
});

const EMPTY_HANDED: readonly (readonly [
  name: string,
  make: () => UploadSource,
])[] = [
  ["the same stream", () => {
    const stream = streamOf(BYTES);
    return () => stream;
  }],
  ["the same iterable", () => {
    const chunks = chunksOf(BYTES);
    return () => chunks;
  }],
  ["the same response", () => {
    const response = new Response(BYTES);
    return () => response;
  }],
  ["fewer bytes", () => {
    let opened = 0;
    return () => opened++ === 0 ? BYTES : BYTES.subarray(1);
  }],
];

for (const [name, make] of EMPTY_HANDED) {
  Deno.test(`a function that returns ${name} the second time ends the upload, and nothing incomplete is stored`, async () => {
    await using server = serveFlaky(["status"]);

    const ended = await upload({
      url: server.url,
      source: make(),
      retry: RETRY,
    });

    assertEquals(ended.error?.code, "source", ended.response.toString());
    assertEquals(server.sums, [await sha256Of(BYTES)]);
  });
}
