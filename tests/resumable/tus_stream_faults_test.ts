import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { times } from "../support/server_hooks.ts";
import { hasStored, TUS_BYTES, uploadByTus } from "../support/tus/tus_scene.ts";
import { TusServer } from "../support/tus/tus_server.ts";

const SIZE = TUS_BYTES.length;

/** The bytes in odd chunks, as a stream. */
function streamOf(bytes: Uint8Array<ArrayBuffer> = TUS_BYTES) {
  const chunks = [];
  for (let at = 0; at < bytes.length; at += 7_777) {
    chunks.push(bytes.slice(at, at + 7_777));
  }
  return ReadableStream.from(chunks);
}

for (const params of [{}, { size: SIZE }]) {
  const kind = "size" in params ? "known" : "unknown";
  Deno.test(`tus resumes a stream of ${kind} size within its chunk`, async () => {
    await using server = await new TusServer().listen();
    let breaks = 0;
    server.hooks.keep = ({ method }) =>
      method === "PATCH" && breaks++ % 2 === 0 ? 10_001 : undefined;

    const ended = await uploadByTus(server, { chunkSize: 64_000 }, {
      source: streamOf(),
      ...params,
    });

    assertEquals([ended.status, ended.bytesStored], [204, SIZE]);
    assert(server.requestsOf("HEAD").length >= 4);
    assert(await hasStored(server));
  });

  Deno.test(`tus cannot resume a stream of ${kind} size without chunks, and says how`, async () => {
    await using server = await new TusServer().listen();
    server.hooks.keep = ({ method }) => method === "PATCH" ? 9 : undefined;

    const { error, bytesStored } = await uploadByTus(server, {}, {
      source: streamOf(),
      ...params,
    });

    assertEquals([error?.code, bytesStored], ["source", 9]);
    assertEquals(
      error?.message,
      "Cannot send the source again from byte 9 on: it is a stream",
    );
    assertStringIncludes(error?.hint ?? "", "set 'chunkSize'");
    assertEquals(server.onlyUpload.isComplete, false);
    assertEquals(server.violations, []);
  });

  Deno.test(`tus needs no more of a stream of ${kind} size if its last response is lost`, async () => {
    await using server = await new TusServer().listen();
    server.hooks.lose = ({ method, offset }) =>
      method === "PATCH" && offset === 0;

    const ended = await uploadByTus(server, {}, {
      source: streamOf(),
      ...params,
    });

    assertEquals([ended.ok, ended.bytesStored], [true, SIZE]);
    assert(await hasStored(server));
  });
}

Deno.test("tus begins a stream anew while its first chunk is kept, and not later", async () => {
  for (const [lost, ok] of [[0, true], [64_000, false]] as const) {
    await using server = await new TusServer().listen();
    const refuse = times(1, "PATCH", { status: 404 });
    server.hooks.answer = (request) => {
      const answer = request.offset === lost ? refuse(request) : undefined;
      if (answer) server.uploads.clear();
      return answer;
    };

    const ended = await uploadByTus(server, { chunkSize: 64_000 }, {
      source: streamOf(),
      size: SIZE,
    });

    assertEquals(ended.ok, ok);
    assertEquals(server.uploads.size, ok ? 1 : 0);
    assertEquals(ended.error?.code, ok ? undefined : "source");
  }
});

for (const options of [{}, { chunkSize: 64_000 }]) {
  Deno.test(`tus goes on with a function of unknown size (${JSON.stringify(options)})`, async () => {
    await using server = await new TusServer().listen();
    let opened = 0;
    let breaks = 2;
    server.hooks.keep = ({ method }) =>
      method === "PATCH" && breaks-- > 0 ? 50_000 : undefined;

    const ended = await uploadByTus(server, options, {
      source: () => (opened++, streamOf()),
    });

    assertEquals([ended.status, ended.bytesStored], [204, SIZE]);
    assert(opened >= 2);
    assert(await hasStored(server));
  });

  Deno.test(`tus closes a stream that is not read to its end (${JSON.stringify(options)})`, async () => {
    await using server = await new TusServer().listen();
    server.hooks.keep = ({ method }) => method === "PATCH" ? 9 : undefined;
    const cancelled = Promise.withResolvers<void>();
    const source = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(10_000)),
      cancel: () => cancelled.resolve(),
    });

    const ended = await uploadByTus(server, options, { source, retry: 0 });

    assertEquals(ended.error?.code, "network");
    await cancelled.promise;
  });
}

Deno.test("tus ends when a stream has more or fewer bytes than its size", async () => {
  for (const size of [SIZE - 1, SIZE + 1]) {
    for (const options of [{}, { chunkSize: 100_000 }]) {
      await using server = await new TusServer().listen();

      const { error } = await uploadByTus(server, options, {
        source: streamOf(),
        size,
      });

      assertEquals(error?.code, "source");
      assertEquals(server.onlyUpload.isComplete, false);
    }
  }
});

Deno.test("tus notices a byte too many after the last chunk", async () => {
  await using server = await new TusServer().listen();
  const source = ReadableStream.from([TUS_BYTES.slice(), Uint8Array.of(1)]);

  const { error } = await uploadByTus(server, { chunkSize: SIZE }, {
    source,
    size: SIZE,
  });

  assertEquals(error?.code, "source");
  assertEquals(server.onlyUpload.isComplete, false);
});

Deno.test("tus begins a function of unknown size anew in any chunk", async () => {
  await using server = await new TusServer().listen();
  const refuse = times(1, "PATCH", { status: 404 });
  server.hooks.answer = (request) => {
    const answer = request.offset === 128_000 ? refuse(request) : undefined;
    if (answer) server.uploads.clear();
    return answer;
  };

  const ended = await uploadByTus(server, { chunkSize: 64_000 }, {
    source: () => streamOf(),
  });

  assertEquals([ended.status, ended.bytesStored], [204, SIZE]);
  assert(await hasStored(server));
});

Deno.test("a stream that waits between chunks is cancelled with its upload", async () => {
  await using server = await new TusServer().listen();
  const cancelled = Promise.withResolvers<void>();
  const controller = new AbortController();
  const source = new ReadableStream({
    start: (stream) => stream.enqueue(new Uint8Array(10_000)),
    pull: () => controller.abort(),
    cancel: () => cancelled.resolve(),
  });

  const { error } = await uploadByTus(server, { chunkSize: 20_000 }, {
    source,
    signal: controller.signal,
  });

  assertEquals(error?.code, "cancelled");
  await cancelled.promise;
});
