import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import { sha256Of } from "../support/hash.ts";
import { testHttp2 } from "../support/http2_scene.ts";
import { WIDE } from "../support/http2_server.ts";
import { Random } from "../support/random.ts";

const MIB = 1024 * 1024;
/** Nothing makes Deno give up a stream for which the server grants no bytes. */
const STUCK = 1;
/** Streams have a window of 64 KiB, the connection has more. */
const NARROW = { window: 2 ** 26 };
const OFTEN = { progress: true, progressInterval: 0 };

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
      await server.settle();
      for (const path of paths) {
        assertEquals(server.requestsFor(path).length, 1, path);
      }
    },
    { ...WIDE, settings: { ...WIDE.settings, maxConcurrentStreams: 2 } },
  );
}

testHttp2(
  "an upload that waits for a stream ends with timeout if no other upload progresses",
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
  "upload() over HTTP/2 can be cancelled while it waits for a stream, and frees one during the upload",
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
    assertEquals(server.resets.length, 1);
    assertEquals(server.requestsFor("take/second"), []);
    assertEquals(server.connections, 1);
  },
  { ...WIDE, settings: { maxConcurrentStreams: 1 } },
);

testHttp2(
  "upload() over HTTP/2 that is cancelled resets only its own stream",
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
  "upload() over HTTP/2 ends with timeout when the server grants no more bytes, while others continue",
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
    await server.catchUp();
    assertEquals(server.connections, 1);
  },
  NARROW,
  STUCK,
);
