import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import { sha256Of } from "../support/hash.ts";
import { type Http2Server, WIDE } from "../support/http2_server.ts";
import { testHttp2 } from "../support/http2_scene.ts";
import { Random } from "../support/random.ts";
import { streamOf } from "../support/bytes.ts";

const MIB = 1024 * 1024;
/** RST_STREAM with this code says that the client wants no answer (RFC 9113 §7). */
const CANCEL = 8;
/** Nothing makes Deno give up a stream for which the server grants no bytes. */
const STUCK = 1;
/** Streams have a window of 64 KiB, the connection has more. */
const NARROW = { window: 2 ** 26 };
const OFTEN = { progress: true, progressInterval: 0 };

testHttp2(
  "upload() over HTTP/2 resets no stream when hundreds of answers end a little later than their bodies",
  async (server, { folder }) => {
    const file = folder.write("small", 2_000);
    const sources = [() => new Uint8Array(2_000), () => file];
    let left = 300;
    const statuses = new Map<number, number>();
    const work = async () => {
      while (left-- > 0) {
        for (const make of sources) {
          const { status } = await server.put("late", make()).ended;
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
        }
      }
    };

    await Promise.all(Array.from({ length: 10 }, work));

    await server.settle();
    assertEquals([...statuses], [[200, 600]]);
    assertEquals(server.resets, []);
    assertEquals(server.bodiesOf("late").length, 600);
  },
);

for (const isKnown of [true, false]) {
  testHttp2(
    `uploads that wait for a stream of a ${
      isKnown ? "known" : "new"
    } server do not time out`,
    async (server, { folder }) => {
      if (isKnown) await server.meet();
      const file = folder.write("film", 200_000);
      const paths = Array.from({ length: 12 }, (_, id) => `slow/${id}?ms=300`);

      // All take 1.8 s, and none of them 0.9 s once it has its turn.
      const ended = await Promise.all(
        paths.map((path) => server.put(path, file, { timeout: 0.9 }).ended),
      );

      assertEquals(
        ended.map(({ status, error }) => error?.message ?? status),
        paths.map(() => 200),
      );
      for (const path of paths) {
        assertEquals(server.requestsFor(path).length, 1, path);
      }
    },
    { ...WIDE, settings: { ...WIDE.settings, maxConcurrentStreams: 2 } },
  );
}

testHttp2(
  "an upload that waits for a stream ends with timeout when no other one moves",
  async (server) => {
    await server.meet();
    const silent = server.put("silent", new Uint8Array(5), { timeout: 0 });
    await server.until(() => server.requestsFor("silent").length === 1);

    const { error } = await server.put("take", new Uint8Array(5), {
      timeout: 0.5,
    }).ended;

    assertEquals(error?.code, "timeout");
    silent.cancel();
    await silent.ended;
  },
  { ...WIDE, settings: { maxConcurrentStreams: 1 } },
);

testHttp2(
  "upload() over HTTP/2 can be cancelled while it waits for a stream, and frees it on the way",
  async (server, { folder }) => {
    await server.meet();
    const file = folder.write("film", 3 * MIB);
    const first = server.put("silent", file, { timeout: 0 });
    await server.until(() => server.requestsFor("silent").length === 1);
    const second = server.put("take/second", file);
    const third = server.put("take/third", file);

    assert(second.cancel());
    assertEquals((await second.ended).error?.code, "cancelled");
    assert(first.cancel());
    assertEquals((await first.ended).error?.code, "cancelled");

    assertEquals((await third.ended).status, 200);
    await server.settle();
    assertEquals(server.resets, [CANCEL]);
    assertEquals(server.requestsFor("take/second"), []);
    assertEquals(server.connections, 1);
  },
  { ...WIDE, settings: { maxConcurrentStreams: 1 } },
);

testHttp2(
  "upload() over HTTP/2 that is cancelled on the way resets its stream alone",
  async (server) => {
    await server.meet();
    const bytes = new Random(3).bytes(3 * MIB);
    const others = [1, 2, 3].map((id) =>
      server.put(`slow/${id}?ms=200`, bytes)
    );
    const halfway = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(100_000)),
    }, { highWaterMark: 0 });

    const running = server.put("take", halfway, OFTEN);
    for await (const { bytesTransferred } of running) {
      if (bytesTransferred > MIB) break;
    }

    assertEquals((await running.ended).error?.code, "cancelled");
    const told = `${bytes.byteLength} ${await sha256Of(bytes)}`;
    for (const other of others) {
      assertEquals((await other.ended).response, told);
    }
    await server.settle();
    assertEquals(server.resets.length, 1);
    assertEquals(server.connections, 1);
    assertEquals(server.bodiesOf("take"), []);
  },
);

testHttp2(
  "upload() over HTTP/2 ends with timeout when the server grants no more bytes, and others go on",
  async (server, { folder }) => {
    const file = folder.sparse("film", 64 * MIB);
    const params = { ...OFTEN, timeout: 0.6 };

    const running = server.put("stall?after=100000", file, params);
    await server.until(() => server.seen.length > 1);
    const other = server.put("take", new Uint8Array(3 * MIB));
    const events = await Array.fromAsync(running);

    const ended = await running.ended;
    assertEquals(ended.error?.code, "timeout");
    // What was granted, and what buffers hold.
    assertLessOrEqual(ended.bytesTransferred, 4 * MIB);
    assert(ended.bytesTransferred > 100_000);
    assert(events.length > 3);
    assertEquals((await other.ended).status, 200);
    assertEquals(server.connections, 1);
  },
  NARROW,
  STUCK,
);

testHttp2(
  "upload() over HTTP/2 shows its progress as the server reads",
  async (server, { folder }) => {
    const size = 8 * MIB;
    const file = folder.write("film", size);
    const counts = new Set<number>();

    const running = server.put("take", file, OFTEN);
    for await (const event of running) {
      if (event.phase === "progress") counts.add(event.bytesTransferred);
    }

    assertEquals((await running.ended).status, 200);
    assertEquals(Math.max(...counts), size);
    assert([...counts].filter((count) => count < size).length >= 8);
  },
  { settings: { initialWindowSize: MIB }, window: MIB },
);

/** Uploads bytes from each kind of source, and checks that they arrive. */
async function checkArrival(
  server: Http2Server,
  folder: { write(name: string, bytes: Uint8Array): string },
  size: number,
): Promise<void> {
  const bytes = new Random(size).bytes(size);
  const told = `${size} ${await sha256Of(bytes)}`;
  const sources = {
    file: folder.write("data.bin", bytes),
    blob: new Blob([bytes]),
    bytes,
    stream: streamOf(bytes),
    sized: streamOf(bytes),
  };
  for (const [name, source] of Object.entries(sources)) {
    const params = name === "sized" ? { size } : {};
    const ended = await server.put("take", source, params).ended;
    assertEquals([ended.response, ended.bytesTransferred], [told, size], name);
  }
  await server.settle();
  assertEquals(server.resets, []);
}

testHttp2(
  "20 MB over HTTP/2 arrive whole through a window of 512 KiB",
  (server, { folder }) => checkArrival(server, folder, 20_000_000),
  { settings: { initialWindowSize: MIB / 2 }, window: MIB / 2 },
);

testHttp2(
  "a body over HTTP/2 arrives whole through a window of one byte",
  (server, { folder }) => checkArrival(server, folder, 50),
  { settings: { initialWindowSize: 1 } },
);
