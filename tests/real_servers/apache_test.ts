import { upload } from "@network/upload";
import { assert, assertEquals } from "@std/assert";
import { startApache } from "../support/apache.ts";
import { sameBytes } from "../support/bytes.ts";
import { eventsOf } from "../support/events.ts";
import { randomBytes, TempFolder } from "../support/files.ts";
import { sha256Of } from "../support/hash.ts";
import { testWith } from "../support/server_program.ts";

const TYPE = "application/octet-stream";
const SIZE = 5_000_000;

testWith(
  "apache2",
  "Apache httpd stores what is put, whole",
  async (apache2) => {
    using folder = new TempFolder();
    using files = new TempFolder();
    const path = files.write("photo.jpg", SIZE);
    await using server = await startApache(apache2, folder.path);

    const events = await eventsOf(
      upload(`${server.url}files/photo.jpg`, "PUT", { progress: true }, path),
    );

    const ended = events.at(-1);
    assert(ended?.phase === "ended" && !ended.isError);
    assertEquals(ended.status, 201);
    assertEquals(events.at(0)?.phase, "began");
    assertEquals(events.at(-2)?.bytesTransferred, SIZE);
    const stored = await Deno.readFile(`${folder.path}/files/photo.jpg`);
    assert(sameBytes(stored, await Deno.readFile(path)));
  },
);

testWith(
  "apache2",
  "Apache httpd puts a new version in the place of an old one",
  async (apache2) => {
    using folder = new TempFolder();
    await using server = await startApache(apache2, folder.path);
    const url = `${server.url}files/notes.txt`;

    const old = await upload(url, "PUT", randomBytes(SIZE), TYPE).ended;
    const empty = await upload(url, "PUT", new Uint8Array(), TYPE).ended;

    assertEquals([old.status, empty.status], [201, 204]);
    const { size } = await Deno.stat(`${folder.path}/files/notes.txt`);
    assertEquals(size, 0);
  },
);

testWith(
  "apache2",
  "a CGI script of Apache httpd reads a body with its length and type",
  async (apache2) => {
    using folder = new TempFolder();
    await using server = await startApache(apache2, folder.path);
    const bytes = randomBytes(SIZE);

    const { response } = await upload(
      `${server.url}cgi/hash`,
      "POST",
      bytes,
      TYPE,
    ).ended;

    assertEquals(
      response,
      `POST ${TYPE} ${SIZE} ${await sha256Of(bytes)}  -\n`,
    );
  },
);
