import { assert, assertEquals } from "@std/assert";
import { streamOf } from "../support/bytes.ts";
import { sha256Of } from "../support/hash.ts";
import { testHttp2 } from "../support/http2_scene.ts";
import type { Http2Server } from "../support/http2_server.ts";
import { runProgram } from "../support/program.ts";
import { Random } from "../support/random.ts";

const MIB = 1024 * 1024;
const OFTEN = { progress: true, progressInterval: 0 };
const TEXT = "x".repeat(1_000_000);

testHttp2(
  "upload() over HTTP/2 resets no stream when hundreds of responses end shortly after their bodies",
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

testHttp2(
  "upload() over HTTP/2 reads a response of a megabyte to its end",
  async (server) => {
    for (const length of ["", `&length=${TEXT.length}`]) {
      const path = `long?size=${TEXT.length}${length}`;
      const { response } = await server.put(path, new Uint8Array(5)).ended;
      assert(response === TEXT, `${path}: ${String(response).length}`);
    }
    await server.settle();
    assertEquals(server.resets, []);
  },
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
  "20 MB over HTTP/2 arrive complete through a window of 512 KiB",
  (server, { folder }) => checkArrival(server, folder, 20_000_000),
  { settings: { initialWindowSize: MIB / 2 }, window: MIB / 2 },
);

testHttp2(
  "a body over HTTP/2 arrives complete through a window of one byte",
  (server, { folder }) => checkArrival(server, folder, 50),
  { settings: { initialWindowSize: 1 } },
);

testHttp2(
  "files arrive complete over HTTP/2 with the native fetch, which frees the memory of chunks",
  async (server, { folder }) => {
    const bytes = new Random(7).bytes(20_000_000);
    const file = folder.write("film", bytes);
    const ids = ["1", "2", "3"];
    const list = ids.map((id) => ({
      url: `${server.url}take/${id}`,
      method: "PUT",
      source: file,
    }));

    const { code, stdout } = await runProgram(
      "tests/support/uploads_program.ts",
      {
        permissions: ["--allow-net", "--allow-read"],
        args: [JSON.stringify(list)],
        env: { DENO_CERT: `${folder.path}/ca.pem` },
      },
    );

    assertEquals([code, stdout.trim()], [0, '["200","200","200"]']);
    await server.catchUp();
    const sha256 = await sha256Of(bytes);
    for (const id of ids) {
      const hashes = server.bodiesOf(`take/${id}`).map((body) => body.sha256);
      assertEquals(hashes, [sha256]);
    }
  },
  { settings: { initialWindowSize: MIB / 2 }, window: MIB },
);
