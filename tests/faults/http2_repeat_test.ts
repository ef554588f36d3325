import type { UploadSource } from "@network/upload";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { FaultScene } from "../support/fault_scene.ts";
import { sha256Of } from "../support/hash.ts";
import { testHttp2 } from "../support/http2_scene.ts";
import { type Http2Server, WIDE } from "../support/http2_server.ts";
import { Random } from "../support/random.ts";

const SMALL = new Random(1).bytes(5_000);
const LARGE = new Random(2).bytes(3_000_000);

/** Sources that can be opened again. */
const REPEATABLE: readonly (readonly [
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  make: (scene: FaultScene) => UploadSource,
])[] = [
  ["a few bytes", SMALL, () => SMALL],
  ["many bytes", LARGE, () => LARGE],
  ["a small Blob", SMALL, () => new Blob([SMALL])],
  ["a large Blob", LARGE, () => new Blob([LARGE])],
  ["a small file", SMALL, ({ folder }) => folder.write("small", SMALL)],
  ["a large file", LARGE, ({ folder }) => folder.write("large", LARGE)],
];

/** Ways to say that a request was not processed. */
const UNPROCESSED = [
  ["refuses its stream", "reset?code=REFUSED_STREAM"],
  ["refuses its stream during the body", "reset?code=REFUSED_STREAM&after=1"],
  [
    "sends GOAWAY without processing it and closes",
    "goaway?unprocessed&then=close",
  ],
  ["sends GOAWAY without processing it", "goaway?unprocessed"],
] as const;

/** Ways to end a connection with a request that may have been processed. */
const PROCESSED = [
  ["sends GOAWAY and closes", "goaway?then=close"],
  ["sends GOAWAY during the body and closes", "goaway?then=close&after=1"],
  ["sends GOAWAY at the end and closes", "goaway?then=close&after=whole"],
  ["closes its session", "close?after=whole"],
  ["closes its session with an error", "close?code=INTERNAL_ERROR&after=whole"],
  ["drops the connection", "drop?after=whole"],
  ["drops the connection during the body", "drop?after=1"],
  ["ends the connection", "drop?how=end&after=whole"],
  ["resets the connection", "drop?how=reset&after=whole"],
] as const;

/** A path, how many requests it should get, and the bytes of every complete one. */
type Expected = readonly [
  path: string,
  requests: number,
  bytes: Uint8Array<ArrayBuffer>,
];

/** Checks what a server got, once it has seen all. */
async function checkTaken(
  server: Http2Server,
  expected: readonly Expected[],
): Promise<void> {
  await server.settle();
  for (const [path, requests, bytes] of expected) {
    assertEquals(server.requestsFor(path).length, requests, path);
    const sha256 = await sha256Of(bytes);
    for (const body of server.bodiesOf(path)) {
      const found = [body.length, body.sha256];
      assertEquals(found, [bytes.byteLength, sha256], path);
    }
  }
}

for (const [how, behaviour] of UNPROCESSED) {
  testHttp2(
    `upload() sends a request one more time when the server ${how}`,
    async (server, scene) => {
      const expected: Expected[] = [];
      for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
        for (const [name, bytes, make] of REPEATABLE) {
          const id = `/${method}/${name.replaceAll(" ", "-")}`;
          const path = behaviour.replace("?", `${id}?`);
          const source = make(scene);
          const ended = await server.put(path, source, { method }).ended;

          const told = `${bytes.byteLength} ${await sha256Of(bytes)}`;
          assertEquals([ended.status, ended.response], [200, told], path);
          assertEquals(ended.bytesTransferred, bytes.byteLength);
          expected.push([path, 2, bytes]);
        }
      }
      await checkTaken(server, expected);
    },
  );

  testHttp2(
    `upload() of a stream ends with a clear error when the server ${how}`,
    async (server) => {
      const expected: Expected[] = [];
      for (const bytes of [SMALL, LARGE]) {
        for (const params of [{}, { size: bytes.byteLength }]) {
          const size = `${bytes.byteLength}/${Object.keys(params)}`;
          const path = behaviour.replace("?", `/${size}?`);
          const stream = new Blob([bytes]).stream();
          const ended = await server.put(path, stream, params).ended;

          assert(ended.isError, `${ended.status} ${ended.response}`);
          assertEquals(ended.error.code, "network");
          expected.push([path, 1, bytes]);
        }
      }
      await checkTaken(server, expected);
    },
  );

  testHttp2(
    `upload() gives up when the server ${how} again and again`,
    async (server, { folder }) => {
      const file = folder.write("large", LARGE);
      const path = `${behaviour}&times=99`;
      const ended = await server.put(path, file, { method: "POST" }).ended;

      assertEquals(ended.error?.code, "network");
      await server.settle();
      const { length } = server.requestsFor(path);
      assert(length >= 2 && length <= 10, `${length} requests`);
      assertEquals(server.bodiesOf(path), []);
    },
  );
}

for (const [how, behaviour] of PROCESSED) {
  testHttp2(
    `upload() repeats only PUT and DELETE, once, when the server ${how} without a response`,
    async (server, scene) => {
      const expected: Expected[] = [];
      for (const isKept of [false, true]) {
        for (const method of ["POST", "PATCH", "PUT", "DELETE"]) {
          for (const [name, bytes, make] of REPEATABLE) {
            if (isKept) await server.meet();
            const id = `/${method}/${name.replaceAll(" ", "-")}/${isKept}`;
            const path = behaviour.replace("?", `${id}?`);
            const source = make(scene);
            const ended = await server.put(path, source, { method }).ended;

            const isRepeated = method === "PUT" || method === "DELETE";
            const outcome = ended.isError
              ? ended.error.code
              : `${ended.status}`;
            assertEquals(outcome, isRepeated ? "200" : "network", path);
            expected.push([path, isRepeated ? 2 : 1, bytes]);
          }
        }
      }
      await checkTaken(server, expected);
    },
  );
}

testHttp2(
  "upload() says that the server refused the stream, not that it is unreachable",
  async (server) => {
    const path = "reset?code=REFUSED_STREAM&times=99";
    const { response } = await server.put(path, SMALL).ended;
    const stream = new Blob([SMALL]).stream();
    const streamed = await server.put(path, stream).ended;

    for (const message of [response, streamed.response]) {
      assertStringIncludes(String(message), "refused the stream");
    }
  },
);

testHttp2(
  "upload() reaches a server that refuses what arrives before its SETTINGS are known",
  async (server, { folder }) => {
    const file = folder.write("large", LARGE);
    const told = `${LARGE.byteLength} ${await sha256Of(LARGE)}`;
    const paths = Array.from(
      { length: 12 },
      (_, index) => `slow/${index}?ms=50`,
    );

    const ended = await Promise.all(
      paths.map((path) => server.put(path, file, { method: "POST" }).ended),
    );

    assertEquals(ended.map(({ response }) => response), paths.map(() => told));
    await checkTaken(server, paths.map((path) => [path, 1, LARGE]));
  },
  { ...WIDE, settings: { ...WIDE.settings, maxConcurrentStreams: 2 } },
);
