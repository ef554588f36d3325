import {
  upload,
  type UploadEndedEvent,
  type UploadParams,
  type UploadSource,
} from "@network/upload";
import { assert, assertEquals } from "@std/assert";
import { streamOf } from "../support/bytes.ts";
import { type ProxySetup, startCaddy } from "../support/caddy.ts";
import { TempFolder } from "../support/files.ts";
import { startHaproxy } from "../support/haproxy.ts";
import { sha256Of } from "../support/hash.ts";
import { Random } from "../support/random.ts";
import type { ServerProcess } from "../support/server_process.ts";
import { testWith } from "../support/server_program.ts";
import { type HttpVersion, TrustedTls } from "../support/tls.ts";

const SIZE = 20_000_000;
const LIMIT = 1_000_000;
const BYTES = new Random(1).bytes(SIZE);

const PROXIES: readonly (readonly [
  name: string,
  program: string,
  start: (program: string, setup: ProxySetup) => Promise<ServerProcess>,
  down: number,
])[] = [
  ["Caddy", "caddy", startCaddy, 502],
  ["HAProxy", "haproxy", startHaproxy, 503],
];
const VERSIONS: readonly HttpVersion[] = ["HTTP/1.1", "HTTP/2"];

/** What a test needs. */
interface Scene {
  /** Starts the proxy in front of a backend. */
  proxy(setup: Pick<ProxySetup, "backend" | "maxBytes">): Promise<string>;
  /** A folder for files. */
  readonly files: TempFolder;
  readonly fetch: typeof fetch;
  readonly version: HttpVersion;
}

/** Defines a test for each proxy, over each version of HTTP. */
function testProxies(
  behaviour: string,
  test: (scene: Scene, down: number) => Promise<void>,
): void {
  for (const [name, program, start, down] of PROXIES) {
    for (const version of VERSIONS) {
      testWith(
        [program, "openssl"],
        `${name} over ${version}: ${behaviour}`,
        async (path, openssl) => {
          await using cleanup = new AsyncDisposableStack();
          const folder = cleanup.use(new TempFolder());
          const files = cleanup.use(new TempFolder());
          const { identity, fetch } = cleanup.use(
            new TrustedTls(openssl, version),
          );
          const proxy: Scene["proxy"] = async (setup) => {
            const given = { folder: folder.path, identity, ...setup };
            return cleanup.use(await start(path, given)).url;
          };
          await test({ proxy, files, fetch, version }, down);
        },
      );
    }
  }
}

/** A backend that says what came. */
interface Backend extends AsyncDisposable {
  readonly port: number;
  /** How many bodies it got whole. */
  readonly count: number;
}

function serveHashes(wait?: Promise<void>): Backend {
  let count = 0;
  const server = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    onListen() {},
    // The proxy has cut the body off.
    onError: () => new Response(null, { status: 400 }),
  }, async (request) => {
    const bytes = await request.bytes();
    await wait;
    count++;
    return new Response(`${bytes.byteLength} ${await sha256Of(bytes)}`);
  });
  return {
    port: server.addr.port,
    get count() {
      return count;
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

testProxies("files, Blobs and streams arrive complete", async (scene) => {
  await using backend = serveHashes();
  const url = await scene.proxy({ backend: backend.port });
  const told = `${SIZE} ${await sha256Of(BYTES)}`;
  const sources: readonly (readonly [UploadSource, UploadParams?])[] = [
    [scene.files.write("film.bin", BYTES)],
    [new Blob([BYTES])],
    [streamOf(BYTES), { size: SIZE }],
    [streamOf(BYTES)],
    [new Uint8Array()],
  ];

  for (const [index, [source, params]] of sources.entries()) {
    const running = upload({
      url: `${url}${index}`,
      method: "PUT",
      source,
      contentType: "application/octet-stream",
      fetch: scene.fetch,
      ...params,
    });

    const ended = await running.ended;
    assert(!ended.isError, `${ended.error}`);
    const isEmpty = index === sources.length - 1;
    const expected = isEmpty ? `0 ${await sha256Of(new Uint8Array())}` : told;
    assertEquals([ended.status, ended.response], [200, expected]);
    assertEquals(ended.bytesTransferred, isEmpty ? 0 : SIZE);
  }
  assertEquals(backend.count, sources.length);
});

/** Checks that a proxy refused an upload. Over HTTP/1.1 its response may be lost with the connection. */
function checkRefused(
  ended: UploadEndedEvent,
  { version }: Scene,
  statuses: readonly number[],
): void {
  assertEquals(ended.ok, false);
  if (version === "HTTP/1.1" && ended.isError) {
    return assertEquals(ended.error.code, "network");
  }
  assert(statuses.includes(ended.status), `${ended.status} ${ended.error}`);
}

testProxies("a body above its limit ends with 413", async (scene) => {
  await using backend = serveHashes();
  const url = await scene.proxy({ backend: backend.port, maxBytes: LIMIT });
  const put = (source: UploadSource) =>
    upload({ url, method: "PUT", source, fetch: scene.fetch }).ended;

  const small = await put(scene.files.write("small.bin", LIMIT));
  const large = await put(scene.files.sparse("large.bin", 64 * SIZE));

  assertEquals(small.status, 200, `${small.error}`);
  // Caddy 2.6 takes the body that it cuts off for a failure of the backend.
  checkRefused(large, scene, [413, 502]);
});

testProxies("a slow backend responds", async (scene) => {
  const slow = Promise.withResolvers<void>();
  await using backend = serveHashes(slow.promise);
  const url = await scene.proxy({ backend: backend.port });
  const source = scene.files.write("film.bin", BYTES);

  const running = upload({
    url,
    method: "PUT",
    source,
    fetch: scene.fetch,
    progress: true,
  });
  for await (const { bytesTransferred } of running) {
    // The response comes after the whole body.
    if (bytesTransferred === SIZE) slow.resolve();
  }

  assertEquals((await running.ended).status, 200);
});

testProxies(
  "a dead backend is a response",
  async (scene, down) => {
    const { port } = serveGone();
    const url = await scene.proxy({ backend: port });
    const put = (source: UploadSource) =>
      upload({ url, method: "PUT", source, fetch: scene.fetch }).ended;

    for (const size of [5, SIZE]) {
      const ended = await put(scene.files.write("film.bin", size));
      checkRefused(ended, scene, [down]);
    }
  },
);

testWith(
  ["haproxy", "openssl"],
  "HAProxy over HTTP/2: uploads go on while it reads its configuration again",
  async (haproxy, openssl) => {
    using folder = new TempFolder();
    using files = new TempFolder();
    using tls = new TrustedTls(openssl, "HTTP/2");
    await using backend = serveHashes();
    await using server = await startHaproxy(haproxy, {
      folder: folder.path,
      identity: tls.identity,
      backend: backend.port,
    });
    const bytes = new Random(2).bytes(3_000_000);
    const source = files.write("film.bin", bytes);
    const told = `${bytes.byteLength} ${await sha256Of(bytes)}`;
    let left = 40;
    const outcomes = new Set<unknown>();
    const work = async () => {
      while (left-- > 0) {
        if (left % 10 === 0) server.signal("SIGUSR2");
        const { url } = server;
        const { fetch } = tls;
        const { response } = await upload({ url, method: "PUT", source, fetch })
          .ended;
        outcomes.add(response);
      }
    };

    await Promise.all(Array.from({ length: 4 }, work));

    assertEquals([...outcomes], [told]);
  },
);

/** A port at which nothing listens. */
function serveGone(): { port: number } {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return { port: listener.addr.port };
}
