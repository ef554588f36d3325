import { upload } from "@network/upload";
import { discard, MemoryStore, tus } from "@network/upload/resumable";
import { assert, assertEquals } from "@std/assert";
import { sameBytes } from "../support/bytes.ts";
import { randomBytes, TempFolder } from "../support/files.ts";
import { testWith } from "../support/server_program.ts";
import { TcpProxy } from "../support/tcp_proxy.ts";
import {
  REAL_TUS_SERVERS,
  removeRealTusServers,
} from "../support/tus/real_tus_servers.ts";

Deno.test.afterAll(removeRealTusServers);

const SIZE = 3_000_000;
const BYTES = randomBytes(SIZE);
const RETRY = { limit: 10, baseDelay: 20 };
/** @uploadx/core responds 403 for the URL that it gave an upload without a name. */
const metadata = { filename: "a.bin" };

/** How many files of a folder have these bytes. */
function countFiles(folder: string, bytes: Uint8Array): number {
  let count = 0;
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) count += countFiles(path, bytes);
    else if (sameBytes(Deno.readFileSync(path), bytes)) count++;
  }
  return count;
}

for (const { name, start } of REAL_TUS_SERVERS) {
  testWith(
    ["npm", "node"],
    `tus uploads to ${name}: whole, in chunks, as a stream, empty`,
    async () => {
      using folder = new TempFolder();
      await using server = await start(folder.path);
      const call = { url: server.endpoint, retry: RETRY };
      const stream = () => new Blob([BYTES]).stream();

      const options = { chunkSize: 1_000_000 };
      for (
        const [source, protocol] of [
          [BYTES, tus({ metadata })],
          [new File([BYTES], "ä.bin"), tus(options)],
        ] as const
      ) {
        const ended = await upload({ ...call, source, protocol });
        assert(ended.ok, `${ended.status} ${ended.response}`);
        assertEquals(ended.bytesStored, SIZE);
      }
      const known = await upload({
        ...{ ...call, source: stream(), size: SIZE },
        protocol: tus({ metadata, chunkSize: 700_000 }),
      });
      assert(known.ok, String(known.response));
      assertEquals(countFiles(folder.path, BYTES), 3);
      const empty = await upload({
        ...{ ...call, source: new Uint8Array(), protocol: tus({ metadata }) },
      });
      assert(empty.ok, String(empty.response));
    },
  );

  testWith(
    ["npm", "node"],
    `tus goes on with ${name} over a line that is cut, and after a crash of the server`,
    async () => {
      using folder = new TempFolder();
      const crashing = await start(folder.path);
      await using proxy = await new TcpProxy(crashing.url).listen();
      for (const after of [500_000, 1_000_000, 100]) {
        proxy.arm({ side: "request", after, how: "reset", when: /^PATCH/ });
      }
      proxy.arm({ side: "response", after: 10, how: "close", when: /^HEAD/ });
      const store = new MemoryStore();
      const call = { url: proxy.through(crashing.endpoint), source: BYTES };
      const protocol = tus({ metadata, store });
      const interrupted = await upload({ ...call, protocol, retry: 0 });
      await crashing.kill();
      await using _again = await start(folder.path, crashing.port);

      const ended = await upload({ ...call, protocol, retry: RETRY });

      assertEquals(interrupted.ok, false);
      assert(ended.ok, String(ended.response));
      assertEquals(countFiles(folder.path, BYTES), 1);
      assertEquals(await Array.fromAsync(store.list()), []);
    },
  );

  testWith(["npm", "node"], `discard() ends an upload of ${name}`, async () => {
    using folder = new TempFolder();
    await using server = await start(folder.path);
    await using proxy = await new TcpProxy(server.url).listen();
    proxy.arm({
      side: "request",
      after: 500_000,
      how: "reset",
      when: /^PATCH/,
    });
    const call = {
      url: proxy.through(server.endpoint),
      source: BYTES,
      protocol: tus({ metadata, store: new MemoryStore() }),
    };
    await upload({ ...call, retry: 0 });

    assertEquals(await discard(call), true);
    assertEquals(await discard(call), false);
  });
}

testWith(
  ["npm", "node"],
  "@tus/server takes a stream whose length it learns at the end",
  async () => {
    const reference = REAL_TUS_SERVERS.find(({ name }) =>
      name === "@tus/server"
    );
    assert(reference);
    using folder = new TempFolder();
    await using server = await reference.start(folder.path);
    for (const chunkSize of [Infinity, 1_000_000, 800_000]) {
      const ended = await upload({
        url: server.endpoint,
        source: new Blob([BYTES]).stream(),
        protocol: tus({ chunkSize }),
      });
      assert(ended.ok, String(ended.response));
    }
    assertEquals(countFiles(folder.path, BYTES), 3);
  },
);

testWith(
  ["npm", "node"],
  "@uploadx/core checks the checksums of tus",
  async () => {
    const uploadx = REAL_TUS_SERVERS.find(({ name }) =>
      name === "@uploadx/core"
    );
    assert(uploadx);
    using folder = new TempFolder();
    await using server = await uploadx.start(folder.path);
    const protocol = tus({ metadata, checksum: "sha1", chunkSize: 1_000_000 });

    const ended = await upload({
      url: server.endpoint,
      source: BYTES,
      protocol,
    });

    assert(ended.ok, String(ended.response));
    assertEquals(countFiles(folder.path, BYTES), 1);
  },
);
