import { upload } from "@network/upload";
import { assert, assertEquals } from "@std/assert";
import { sameBytes } from "../support/bytes.ts";
import { eventsOf } from "../support/events.ts";
import { randomBytes, TempFolder } from "../support/files.ts";
import { startPhp } from "../support/php.ts";
import { testWith } from "../support/server_program.ts";

testWith(
  "php",
  "a PHP script reads object.json as it was sent",
  async (php) => {
    using uploads = new TempFolder();
    using documents = new TempFolder();
    const object = { name: "object", "größe": [1, 2.5, null] };
    const json = JSON.stringify(object);
    const path = documents.write("object.json", json);
    await using server = await startPhp(php, uploads.path);

    const events = await eventsOf(
      upload(
        `${server.url}restapi.php`,
        "POST",
        { progress: true },
        "object.json",
        documents.url,
        "application/json",
      ),
    );

    const { size } = await Deno.stat(path);
    const phases = events.map(({ phase }) => phase);
    assertEquals([phases.at(0), phases.at(-2), phases.at(-1)], [
      "began",
      "progress",
      "ended",
    ]);
    assertEquals(events.at(-2)?.bytesTransferred, size);
    const ended = events.at(-1);
    assert(ended?.phase === "ended" && typeof ended.response === "string");
    assertEquals(ended.responseType, "text");
    assertEquals(JSON.parse(ended.response), {
      method: "POST",
      contentType: "application/json",
      contentLength: String(size),
      transferEncoding: null,
      bytes: size,
      decoded: object,
    });
  },
);

testWith("php", "a PHP script reads a large body whole", async (php) => {
  using uploads = new TempFolder();
  await using server = await startPhp(php, uploads.path);
  const bytes = randomBytes(10_000_000);

  const { status } = await upload(
    `${server.url}restapi.php`,
    "PUT",
    bytes,
    "application/octet-stream",
  ).ended;

  assertEquals(status, 200);
  assert(sameBytes(await Deno.readFile(`${uploads.path}/received`), bytes));
});

testWith(
  "php",
  "a script that PHP does not find is a 404 and no error",
  async (php) => {
    using uploads = new TempFolder();
    await using server = await startPhp(php, uploads.path);

    const { status, ok, isError } = await upload(
      `${server.url}missing.php`,
      "POST",
      new Uint8Array(100_000),
      "text/plain",
    ).ended;

    assertEquals({ status, ok, isError }, {
      status: 404,
      ok: false,
      isError: false,
    });
  },
);
