import { assert, assertEquals } from "@std/assert";
import { times } from "../support/server_hooks.ts";
import {
  hasStored,
  requestsTo,
  TUS_BYTES,
  uploadByTus,
} from "../support/tus/tus_scene.ts";
import { TusServer } from "../support/tus/tus_server.ts";

const PLAIN = { extensions: ["creation"] } as const;

const NEEDED = [
  ["checksum", { checksum: "sha1" }, {}],
  ["concatenation", { parallel: 2 }, {}],
  ["creation-defer-length", {}, { source: () => new Blob(["a"]).stream() }],
] as const;

for (const [extension, options, params] of NEEDED) {
  Deno.test(`tus names the extension that the server does not have: ${extension}`, async () => {
    await using server = await new TusServer(PLAIN).listen();

    const { error } = await uploadByTus(server, options, params);

    assertEquals([error?.code, error?.message], [
      "protocol",
      `Cannot upload to "${
        new URL(server.url).host
      }": the server does not support the extension "${extension}" of tus`,
    ]);
    assertEquals(requestsTo(server), ["OPTIONS 204"]);
  });
}

Deno.test("tus names the checksums that the server has", async () => {
  await using server = await new TusServer().listen();

  const { error } = await uploadByTus(server, { checksum: "sha384" });

  assertEquals(
    error?.message,
    `Cannot upload to "${
      new URL(server.url).host
    }": the server does not know the checksum "sha384"`,
  );
  assertEquals(
    error?.hint,
    'it knows "sha1", "md5", "sha256", "sha-256", "sha512", "sha-512"',
  );
});

Deno.test("tus sends nothing that is larger than the server takes", async () => {
  for (const options of [{}, { checksum: "sha1" }]) {
    await using server = await new TusServer({ maxSize: 9 }).listen();

    const { error } = await uploadByTus(server, options);

    assertEquals(
      error?.message,
      `Cannot upload to "${
        new URL(server.url).host
      }": the source has 300000 bytes, more than the 9 that the server takes`,
    );
    assertEquals(server.requestsOf("PATCH").length, 0);
  }
});

Deno.test("tus asks for extensions once, only if needed, and again if the server was busy", async () => {
  await using server = await new TusServer().listen();
  let breaks = 2;
  server.hooks = {
    answer: times(1, "OPTIONS", { status: 503 }),
    keep: ({ method }) => method === "PATCH" && breaks-- > 0 ? 100 : undefined,
  };

  const ended = await uploadByTus(server, { checksum: "sha-256" });

  assertEquals(ended.status, 204);
  assertEquals(requestsTo(server).slice(0, 3), [
    "OPTIONS 503",
    "OPTIONS 204",
    "POST 201",
  ]);
  assertEquals(server.requestsOf("OPTIONS").length, 2);
});

Deno.test("a server that is none of tus is named so", async () => {
  await using server = await new TusServer().listen();
  server.hooks.answer = () => ({ status: 200, body: "hello" });

  const { error } = await uploadByTus(server);

  assertEquals([error?.code, error?.message], [
    "protocol",
    `Cannot upload to "${
      new URL(server.url).host
    }": the server responded 200 without a Location`,
  ]);
});

Deno.test("tus sends a checksum of each chunk, and again what arrived damaged", async () => {
  for (const checksum of ["sha1", "sha-256", "sha512"]) {
    await using server = await new TusServer().listen();
    server.hooks.answer = times(2, "PATCH", { status: 460 });

    const ended = await uploadByTus(server, { checksum, chunkSize: 200_000 });

    assertEquals([ended.status, ended.bytesStored], [204, TUS_BYTES.length]);
    assert(await hasStored(server));
    for (const { headers } of server.requestsOf("PATCH")) {
      assert(headers.get("upload-checksum")?.startsWith(`${checksum} `));
    }
  }
});

Deno.test("tus does not send damaged bytes for ever", async () => {
  await using server = await new TusServer().listen();
  server.hooks.answer = times(99, "PATCH", { status: 460 });

  const { error, status } = await uploadByTus(server, { checksum: "sha1" });

  assertEquals([error?.code, error?.isTransient, status], [
    "protocol",
    true,
    460,
  ]);
  assertEquals(server.requestsOf("PATCH").length, 6);
});

Deno.test("a stream with checksums is sent in chunks of 8 MiB", async () => {
  await using server = await new TusServer().listen();
  const bytes = new Uint8Array(9 * 1024 * 1024).fill(7);

  const ended = await uploadByTus(server, { checksum: "sha1" }, {
    source: new Blob([bytes]).stream(),
  });

  assertEquals(ended.status, 204);
  const sizes = server.requestsOf("PATCH").map(({ received }) => received);
  assertEquals(sizes, [8 * 1024 * 1024, 1024 * 1024]);
  assert(await hasStored(server, bytes));
});
