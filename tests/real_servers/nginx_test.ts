import { upload } from "@network/upload";
import { rufh } from "@network/upload/resumable";
import { assert, assertEquals } from "@std/assert";
import { sameBytes } from "../support/bytes.ts";
import { eventsOf } from "../support/events.ts";
import { randomBytes, TempFolder } from "../support/files.ts";
import { startNginx } from "../support/nginx.ts";
import { isOpen } from "../support/open_files.ts";
import { testWith } from "../support/server_program.ts";

const TYPE = "application/octet-stream";
const MIB = 1024 * 1024;

testWith("nginx", "nginx stores what is put, whole", async (nginx) => {
  using folder = new TempFolder();
  using files = new TempFolder();
  const path = files.write("film.mp4", 20 * MIB + 1);
  await using server = await startNginx(nginx, { folder: folder.path });

  const events = await eventsOf(
    upload(`${server.url}film.mp4`, "PUT", { progress: true }, path),
  );

  const ended = events.at(-1);
  assert(ended?.phase === "ended" && !ended.isError);
  assertEquals(ended.status, 201);
  assertEquals(events.at(0)?.phase, "began");
  assertEquals(events.at(-2)?.bytesTransferred, 20 * MIB + 1);
  const stored = await Deno.readFile(`${folder.path}/files/film.mp4`);
  assert(sameBytes(stored, await Deno.readFile(path)));
});

testWith(
  "nginx",
  "nginx stores an empty file, and a stream of unknown length",
  async (nginx) => {
    using folder = new TempFolder();
    await using server = await startNginx(nginx, { folder: folder.path });
    const bytes = randomBytes(2 * MIB);
    const stream = new Blob([bytes]).stream();

    const empty = await upload(`${server.url}a`, "PUT", new Uint8Array(), TYPE)
      .ended;
    const chunked = await upload(`${server.url}b`, "PUT", stream, TYPE).ended;

    assertEquals([empty.status, chunked.status], [201, 201]);
    const read = (name: string) =>
      Deno.readFile(`${folder.path}/files/${name}`);
    assertEquals((await read("a")).byteLength, 0);
    assert(sameBytes(await read("b"), bytes));
  },
);

testWith(
  "nginx",
  "rufh reports that nginx cannot resume uploads, and sends it no bytes",
  async (nginx) => {
    using folder = new TempFolder();
    await using server = await startNginx(nginx, { folder: folder.path });

    for (const method of ["PUT", "POST"]) {
      const { ok, error, bytesStored } = await upload({
        url: `${server.url}a`,
        method,
        source: randomBytes(MIB),
        protocol: rufh(),
      });

      assertEquals([ok, error?.code, bytesStored], [false, "protocol", 0]);
    }
    const stored = await Deno.readFile(`${folder.path}/files/a`);
    assertEquals(stored.byteLength, 0);
  },
);

testWith(
  "nginx",
  "an nginx that reads through small buffers gets all",
  async (nginx) => {
    using folder = new TempFolder();
    await using server = await startNginx(nginx, {
      folder: folder.path,
      receiveBuffer: "4k",
      directives: "client_body_buffer_size 1k;",
    });
    const bytes = randomBytes(5 * MIB);

    const { status } = await upload(`${server.url}a`, "PUT", bytes, TYPE).ended;

    assertEquals(status, 201);
    const stored = await Deno.readFile(`${folder.path}/files/a`);
    assert(sameBytes(stored, bytes));
  },
);

testWith(
  "nginx",
  "an upload that is too large for nginx ends with its 413, and closes the file",
  async (nginx) => {
    using folder = new TempFolder();
    using files = new TempFolder();
    const path = files.sparse("large.bin", 512 * MIB);
    await using server = await startNginx(nginx, {
      folder: folder.path,
      // It keeps reading for a while, so that its response is not lost with the connection.
      directives: "client_max_body_size 1m; lingering_close always;",
    });

    const ended = await upload(`${server.url}large.bin`, "PUT", path).ended;

    assert(!ended.isError, ended.isError ? ended.response : "");
    assertEquals([ended.status, ended.ok], [413, false]);
    assert(!await isOpen(path));
    assert(String(ended.response).includes("413 Request Entity Too Large"));
    const small = await upload(
      `${server.url}small`,
      "PUT",
      new Uint8Array(9),
      TYPE,
    )
      .ended;
    assertEquals(small.status, 201);
  },
);

testWith(
  "nginx",
  "an answer that nginx sends slowly is read whole",
  async (nginx) => {
    using folder = new TempFolder();
    await using server = await startNginx(nginx, {
      folder: folder.path,
      directives: `client_max_body_size 1m;
      error_page 413 /why.txt;
      location = /why.txt { limit_rate 100k; }`,
    });
    const why = "too large. ".repeat(20_000);
    Deno.writeTextFileSync(`${folder.path}/files/why.txt`, why);

    const { status, response } = await upload(
      `${server.url}large.bin`,
      "PUT",
      { timeout: 10 },
      new Uint8Array(2 * MIB),
      TYPE,
    ).ended;

    assertEquals(status, 413);
    assertEquals(response, why);
  },
);

testWith(
  "nginx",
  "an nginx that is killed halfway is a network error, and its successor takes the next upload",
  async (nginx) => {
    using folder = new TempFolder();
    await using first = await startNginx(nginx, { folder: folder.path });
    const url = `${first.url}a.bin`;
    const bytes = randomBytes(64 * MIB);
    const halves = async function* () {
      yield bytes.subarray(0, 32 * MIB);
      await first.kill();
      yield bytes.subarray(32 * MIB);
    };
    const params = { size: bytes.byteLength };

    const failed = await upload(url, "PUT", params, halves(), TYPE).ended;

    assert(failed.isError);
    assertEquals([failed.error.code, failed.status], ["network", -1]);
    assertEquals([...Deno.readDirSync(`${folder.path}/files`)], []);
    const { port } = first;
    await using _second = await startNginx(nginx, {
      folder: folder.path,
      port,
    });
    const { status } = await upload(url, "PUT", bytes, TYPE).ended;
    assertEquals(status, 201);
    const stored = await Deno.readFile(`${folder.path}/files/a.bin`);
    assert(sameBytes(stored, bytes));
  },
);
