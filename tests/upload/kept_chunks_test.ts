import { assert, assertEquals } from "@std/assert";
import { upload, type UploadSource } from "@network/upload";
import { randomBytes, TempFolder } from "../support/files.ts";
import { sha256Of } from "../support/hash.ts";
import { serve } from "../support/http_server.ts";
import {
  installKeepingFetch,
  WRAPPER_NAMES,
} from "../support/keeping_fetch.ts";
import { runProgram } from "../support/program.ts";

const TYPE = "application/octet-stream";
const PROGRAM = "tests/support/upload_program.ts";
const PRELOAD = import.meta.resolve("../support/keeping_fetch_preload.ts");
const BYTES = randomBytes(3_000_000);

for (const wrapper of WRAPPER_NAMES) {
  Deno.test(`upload() leaves the chunks of a file to a wrapper of fetch that was installed before it (${wrapper})`, async () => {
    using folder = new TempFolder();
    await using server = serve();
    const source = folder.write("data.bin", BYTES);

    const { code, stdout, stderr } = await runProgram(PROGRAM, {
      permissions: [`--preload=${PRELOAD}`, "--allow-all"],
      args: [JSON.stringify({ url: server.url, source })],
      env: { WRAPPER: wrapper },
    });

    assertEquals([code, stderr], [0, ""]);
    assertEquals(JSON.parse(stdout).response, await sha256Of(BYTES));
  });

  Deno.test(`upload() leaves the chunks of a file and a Blob to a wrapper of fetch that was installed after it (${wrapper})`, async () => {
    using folder = new TempFolder();
    await using server = serve();
    const sha256 = await sha256Of(BYTES);
    const path = folder.write("data.bin", BYTES);
    // Deno's own fetch was asked before.
    await upload(server.url, "PUT", path, TYPE).ended;
    using _ = installKeepingFetch(wrapper);

    for (const source of [path, new Blob([BYTES])]) {
      const ended = await upload(server.url, "PUT", source, TYPE).ended;

      assertEquals([ended.status, ended.response], [200, sha256]);
    }
  });
}

Deno.test("upload() leaves the chunks of a file to a custom fetch, although Deno's own fetch has had its chunks freed", async () => {
  using folder = new TempFolder();
  await using server = serve();
  const source = folder.write("data.bin", BYTES);
  const { url } = server;
  await upload({ url, source }).ended;
  const chunks: Uint8Array<ArrayBuffer>[] = [];

  const { status } = await upload({
    url,
    source,
    fetch: async (_, { body }) => {
      for await (const chunk of new Response(body).body ?? []) {
        chunks.push(chunk);
      }
      return new Response();
    },
  }).ended;

  assertEquals(status, 200);
  assertEquals(
    await sha256Of(await new Blob(chunks).bytes()),
    await sha256Of(BYTES),
  );
});

/** Counts the chunks whose memory is freed while something runs. */
async function countFreed(run: () => Promise<unknown>): Promise<number> {
  const { transferToFixedLength } = ArrayBuffer.prototype;
  let freed = 0;
  ArrayBuffer.prototype.transferToFixedLength = function (length) {
    if (length === 0) freed++;
    return transferToFixedLength.call(this, length);
  };
  try {
    await run();
  } finally {
    ArrayBuffer.prototype.transferToFixedLength = transferToFixedLength;
  }
  return freed;
}

const OWNED: readonly (readonly [
  name: string,
  make: (folder: TempFolder) => UploadSource,
  multipart?: Record<string, never>,
])[] = [
  ["a file", (folder) => folder.write("data.bin", BYTES)],
  ["a Blob", () => new Blob([BYTES])],
  ["the file of a form", (folder) => folder.write("data.bin", BYTES), {}],
];

for (const [name, make, multipart] of OWNED) {
  Deno.test(`upload() frees the chunks of ${name} once Deno's own fetch has taken them`, async () => {
    using folder = new TempFolder();
    await using server = serve();
    const source = make(folder);

    const freed = await countFreed(async () => {
      const { status } = await upload({ url: server.url, source, multipart })
        .ended;
      assertEquals(status, 200);
    });

    // No chunk is larger than 1 MiB.
    assert(freed >= 3, `${freed}`);
  });
}

Deno.test("upload() never frees memory of the caller", async () => {
  await using server = serve();
  const chunks = () => ReadableStream.from([BYTES, BYTES]);

  const freed = await countFreed(async () => {
    for (const source of [BYTES, chunks(), new Blob([BYTES]).stream()]) {
      const { status } = await upload(server.url, "PUT", source, TYPE).ended;
      assertEquals(status, 200);
    }
  });

  assertEquals([freed, BYTES.byteLength], [0, 3_000_000]);
});
