import { assert, assertEquals } from "@std/assert";
import { type Protocol, upload, type UploadSource } from "@network/upload";
import { bodyChunks } from "../support/fickle_server.ts";
import { TempFolder } from "../support/files.ts";
import { answer, type RawServer, serveRaw } from "../support/raw_server.ts";
import { turn } from "../support/turns.ts";

const CHUNK = 64 * 1024;

/** A server that does the work of each request, and may die instead of a response. */
interface DyingServer extends RawServer {
  /** Methods and lengths of the bodies of which it has read all. */
  readonly done: string[];
}

/**
 * @param dies Whether it dies once it has done the request of this index.
 * @param keeps Whether it keeps a connection on which nothing follows a response at once.
 */
function serveDying(
  dies: (index: number) => boolean,
  keeps = true,
): DyingServer {
  const done: string[] = [];
  const server = serveRaw(async (connection) => {
    while (true) {
      const head = await connection.readHead();
      if (head === "") return;
      let length = 0;
      if (/^(?:content-length|transfer-encoding):/im.test(head)) {
        for await (const chunk of bodyChunks(connection, head, CHUNK)) {
          length += chunk.byteLength;
        }
      }
      const [method] = head.split(" ");
      if (dies(done.push(`${method} ${length}`) - 1)) return;
      await connection.write(answer("ok"));
      if (keeps) continue;
      await turn();
      return;
    }
  });
  return Object.assign(server, { done });
}

/** Sources of a size, as often as they are needed. */
const KINDS: readonly (readonly [
  name: string,
  make: (size: number, folder: TempFolder) => UploadSource,
])[] = [
  ["bytes", (size) => new Uint8Array(size)],
  ["a Blob", (size) => new Blob([new Uint8Array(size)])],
  ["a file", (size, folder) => folder.sparse("data.bin", size)],
];

for (const method of ["POST", "PATCH"]) {
  for (const [name, make] of KINDS) {
    for (const size of [0, 1, CHUNK, CHUNK + 1]) {
      for (const multipart of [undefined, { name: "f", filename: "f" }]) {
        const where = multipart === undefined ? "" : " in a form";
        Deno.test(`a ${method} of ${name} of ${size} bytes${where} is never repeated on a connection that died after the server processed it`, async () => {
          using folder = new TempFolder();
          await using server = serveDying((index) => index === 1);
          const { url } = server;
          const source = make(size, folder);
          const run = () => upload({ url, method, source, multipart }).ended;

          const first = await run();
          const second = await run();

          assertEquals([first.status, second.status], [200, -1]);
          assertEquals(second.error?.code, "network");
          assertEquals(server.done.length, 2);
          assert(
            multipart !== undefined || server.done[1] === `${method} ${size}`,
          );
        });
      }
    }
  }
}

Deno.test("a POST without a body, which a protocol may send, is never repeated on a connection that died", async () => {
  await using server = serveDying((index) => index === 1);
  const twice: Protocol = async ({ url, headers }, send) => {
    await send({ url, method: "POST", headers });
    return await send({ url, method: "POST", headers });
  };
  const source = new Uint8Array(5);

  const { error } = await upload({
    url: server.url,
    source,
    protocol: twice,
    retry: 0,
  }).ended;

  assertEquals([error?.code, server.done], ["network", ["POST 0", "POST 0"]]);
});

for (const [name, make] of KINDS) {
  for (const multipart of [undefined, { name: "f", filename: "f" }]) {
    const where = multipart === undefined ? "" : " in a form";
    Deno.test(`a PUT of ${name}${where} is sent exactly twice to a server that dies each time`, async () => {
      using folder = new TempFolder();
      for (const size of [0, 5, 300_000]) {
        await using server = serveDying(() => true);
        const { url } = server;
        const source = make(size, folder);

        const ended = await upload({ url, method: "PUT", source, multipart })
          .ended;

        assertEquals(ended.error?.code, "network");
        assertEquals(server.done.length, 2, `${size} bytes`);
        assertEquals(server.done[0], server.done[1]);
      }
    });
  }

  Deno.test(`a PUT of ${name} is repeated once if an idle connection dies and then the new one`, async () => {
    using folder = new TempFolder();
    await using server = serveDying((index) => index > 0);
    const { url } = server;
    const source = make(300_000, folder);
    const run = () => upload({ url, method: "PUT", source }).ended;

    const outcomes = [(await run()).status, (await run()).error?.code];

    assertEquals(outcomes, [200, "network"]);
    assertEquals(server.done, Array(3).fill("PUT 300000"));
  });

  Deno.test(`PUTs of ${name} all arrive, even if their server closes idle connections right after its response`, async () => {
    using folder = new TempFolder();
    await using server = serveDying(() => false, false);
    const { url } = server;
    const source = make(300_000, folder);

    for (let time = 0; time < 60; time++) {
      const ended = await upload({ url, method: "PUT", source }).ended;

      assertEquals([ended.status, ended.bytesTransferred], [200, 300_000]);
    }
  });
}

for (const method of ["PUT", "POST"]) {
  Deno.test(`a ${method} that is retried is sent as often as its limit allows, on an idle connection too`, async () => {
    for (const size of [0, 5, CHUNK, 300_000]) {
      await using server = serveDying((index) => index > 0);
      const run = (source: Uint8Array<ArrayBuffer>) =>
        upload({
          url: server.url,
          method,
          source,
          retry: { limit: 2, baseDelay: 0 },
        });

      const first = await run(new Uint8Array(1));
      const second = await run(new Uint8Array(size));

      assertEquals([first.status, second.error?.code], [200, "network"]);
      assertEquals(server.done.slice(1), Array(3).fill(`${method} ${size}`));
    }
  });
}
