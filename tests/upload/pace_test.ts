import { upload, type UploadOptions } from "@network/upload";
import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import { serve } from "../support/http_server.ts";

const LIMIT = 400_000;
const SIZE = 400_000;

/** What late timers may make up for, and the last piece that does not wait. */
const EARLY_MS = 50 + 25;

/** Uploads, and returns how long that took in ms. */
async function timed(options: UploadOptions): Promise<number> {
  const start = performance.now();
  const ended = await upload(options);
  assertEquals([ended.error?.message, ended.status], [undefined, 200]);
  return performance.now() - start;
}

function streamOf(length: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  return ReadableStream.from(
    Array.from({ length: length / 50_000 }, () => new Uint8Array(50_000)),
  );
}

const SOURCES: Record<string, (path: string) => Partial<UploadOptions>> = {
  "a file": (path) => ({ source: path, contentType: "text/x" }),
  "bytes": () => ({ source: new Uint8Array(SIZE) }),
  "a Blob": () => ({ source: new Blob([new Uint8Array(SIZE)]) }),
  "a stream": () => ({ source: streamOf(SIZE) }),
  "a stream of stated size": () => ({ source: streamOf(SIZE), size: SIZE }),
  "a form": () => ({ source: streamOf(SIZE), multipart: { name: "it" } }),
};

Deno.test("upload() sends no source faster than maxBytesPerSecond", async (t) => {
  await using server = serve();
  const path = await Deno.makeTempFile();
  await Deno.writeFile(path, new Uint8Array(SIZE));
  const tests = Object.entries(SOURCES).map(([name, make]) =>
    t.step({
      name,
      async fn() {
        const given = { source: path, ...make(path) };
        const ms = await timed({
          url: server.url,
          maxBytesPerSecond: LIMIT,
          ...given,
        });
        assert(ms >= SIZE / LIMIT * 1000 - EARLY_MS, `${ms}`);
        // Not as exact as the lower bound: the machine may be busy.
        assertLessOrEqual(ms, SIZE / LIMIT * 1000 * 3);
      },
      sanitizeOps: false,
      sanitizeResources: false,
      sanitizeExit: false,
    })
  );
  await Promise.all(tests);
  for (const { bytes } of server.received) {
    assert(bytes.byteLength >= SIZE && bytes.byteLength < SIZE + 1_000);
  }
  assertEquals(server.received.length, 6);
  await Deno.remove(path);
});

Deno.test("upload() paces a small body that exceeds 100 ms at the limit, and sends a smaller one at once", async () => {
  await using server = serve();
  const bodies: unknown[] = [];
  const options = {
    url: server.url,
    method: "PUT",
    source: new Uint8Array(50_000),
    fetch: (url: URL, init: RequestInit) => {
      bodies.push(init.body);
      return fetch(url, init);
    },
  };

  await timed({ ...options, maxBytesPerSecond: 500_000 });
  assert(bodies[0] instanceof Uint8Array);
  const ms = await timed({ ...options, maxBytesPerSecond: 100_000 });
  assert(!(bodies[1] instanceof Uint8Array));
  assert(ms >= 500 - EARLY_MS, `${ms}`);
});

Deno.test("upload() lets all requests of a protocol share maxBytesPerSecond", async () => {
  await using server = serve();
  const part = SIZE / 4;

  const ms = await timed({
    url: server.url,
    source: new Uint8Array(SIZE),
    maxBytesPerSecond: LIMIT,
    async protocol({ url, headers, source }, send) {
      const replies = await Promise.all(
        [0, 1, 2, 3].map((index) =>
          send({
            url,
            method: "POST",
            headers,
            open: () =>
              source.open({ start: index * part, end: (index + 1) * part }),
          })
        ),
      );
      const [first] = replies;
      assert(first);
      return first;
    },
  });

  assert(ms >= SIZE / LIMIT * 1000 - EARLY_MS, `${ms}`);
});

Deno.test("upload() paces a body that is sent again after a redirect", async () => {
  await using server = serve(({ url }) =>
    url.pathname === "/"
      ? new Response(null, { status: 307, headers: { location: "/there" } })
      : new Response()
  );

  const ms = await timed({
    url: server.url,
    source: new Uint8Array(SIZE / 2),
    maxBytesPerSecond: LIMIT,
  });

  assert(ms >= SIZE / LIMIT * 1000 - EARLY_MS, `${ms}`);
  assertEquals(server.received.map(({ bytes }) => bytes.byteLength), [
    SIZE / 2,
    SIZE / 2,
  ]);
});

Deno.test("upload() reports progress as smoothly as it sends", async () => {
  await using server = serve();
  const running = upload({
    url: server.url,
    source: new Uint8Array(SIZE),
    maxBytesPerSecond: LIMIT,
    progress: true,
    progressInterval: 0,
  });
  const start = performance.now();
  let events = 0;

  for await (const event of running) {
    const ms = performance.now() - start;
    assertLessOrEqual(event.bytesTransferred, LIMIT * (ms + 100) / 1000);
    if (event.phase === "progress") events++;
  }

  assert(events >= 8, `${events}`);
});
