import {
  CurrentDirectory,
  upload,
  type UploadEndedEvent,
} from "@network/upload";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { pathToFileURL } from "node:url";
import { outcomeOf } from "../support/events.ts";
import { TempFolder } from "../support/files.ts";
import { isOpen } from "../support/open_files.ts";
import { withPosixFiles } from "../support/platform.ts";
import { serveAnswers } from "../support/raw_request.ts";
import { headerOf, serveRaw } from "../support/raw_server.ts";

const TYPE = "application/octet-stream";

/** What an upload fails with, which must not get as far as a request. */
async function failureOf(source: string | URL): Promise<[string, string]> {
  await using server = serveAnswers();
  const ended = await upload({
    url: server.url,
    source,
    contentType: TYPE,
  }).ended;
  assertEquals(server.requests, []);
  assertEquals(ended.status, -1);
  assertEquals(ended.bytesTransferred, 0);
  return [outcomeOf(ended), String(ended.response)];
}

/** A file system's odd entries, and what becomes of an upload of each. */
const ODD: readonly (readonly [
  name: string,
  make: (folder: TempFolder) => string | Promise<string>,
  code: string,
  advice: string,
])[] = [
  [
    "a missing file",
    ({ path }) => `${path}/missing.bin`,
    "not-found",
    "check its name",
  ],
  [
    "a file in a missing directory",
    ({ path }) => `${path}/no/data.bin`,
    "not-found",
    "check its name",
  ],
  [
    "a file below a file",
    (folder) => `${folder.write("a", 1)}/b`,
    "not-found",
    "check its name",
  ],
  [
    "a link that leads nowhere",
    async ({ path }) => {
      await Deno.symlink(`${path}/missing`, `${path}/link`);
      return `${path}/link`;
    },
    "not-found",
    "check its name",
  ],
  [
    "a link that leads to itself",
    async ({ path }) => {
      await Deno.symlink(`${path}/link`, `${path}/link`);
      return `${path}/link`;
    },
    "source",
    "Cannot read file",
  ],
  ["a directory", ({ path }) => path, "not-a-file", "is a directory"],
  [
    "a pipe",
    async ({ path }) => {
      await new Deno.Command("mkfifo", { args: [`${path}/pipe`] }).output();
      return `${path}/pipe`;
    },
    "not-a-file",
    "open it and pass the stream",
  ],
  ["a device", () => "/dev/zero", "not-a-file", "open it and pass the stream"],
  [
    "a name that is too long",
    ({ path }) => `${path}/${"x".repeat(300)}`,
    "source",
    "Cannot read file",
  ],
];

for (const [name, make, code, advice] of ODD) {
  withPosixFiles.test(`upload() ends with code "${code}" when it is given ${name}`, async () => {
    using folder = new TempFolder();
    const path = await make(folder);

    for (const source of [path, pathToFileURL(path)]) {
      const [outcome, response] = await failureOf(source);

      assertEquals(outcome, code);
      assertStringIncludes(response, path.slice(0, 199));
      assert(response.length < 600, "a long name is shown in full");
      assertStringIncludes(response, advice);
    }
  });
}

Deno.test('upload() ends with code "outside-directory" when the name leads out', async () => {
  using folder = new TempFolder();
  for (const name of ["../x.txt", "a/../../x.txt", "/etc/passwd"]) {
    const ended = await upload(
      "http://127.0.0.1/",
      "PUT",
      name,
      folder.url,
      TYPE,
    )
      .ended;

    assertEquals(outcomeOf(ended), "outside-directory");
    assertStringIncludes(
      String(ended.response),
      "or another base directory",
    );
  }
});

Deno.test("upload() resolves a relative name against the working directory if asked to", async () => {
  await using server = serveAnswers();
  const size = (await Deno.stat("deno.json")).size;

  await upload(server.url, "PUT", "deno.json", CurrentDirectory).ended;

  assertEquals(server.requests[0]?.body.byteLength, size);
});

Deno.test("upload() refuses a file that is smaller than the stated size", async () => {
  using folder = new TempFolder();
  const path = folder.write("data.bin", 100);
  await using server = serveAnswers();

  const { response, error } = await upload(
    server.url,
    "PUT",
    { size: 101 },
    path,
  ).ended;

  assertEquals(error?.code, "source");
  assertStringIncludes(
    String(response),
    "it has 100 bytes, fewer than the 101 of 'size'; correct 'size'",
  );
  assertEquals(server.requests, []);
  assertEquals(await isOpen(path), false);
});

const SIZE = 64 * 1024 * 1024;

/** Uploads a file that is changed once a server has read some of it. Also returns how much the server got. */
async function changeWhileSent(
  change: (path: string) => void,
): Promise<{ ended: UploadEndedEvent; read: number }> {
  using folder = new TempFolder();
  const path = folder.sparse("data.bin", SIZE);
  const read = Promise.withResolvers<number>();
  await using server = serveRaw(async (connection) => {
    const head = await connection.readHead();
    assertEquals(headerOf(head, "content-length"), String(SIZE));
    const before = await connection.readBytes(100_000);
    change(path);
    read.resolve(before.byteLength + await connection.drain());
  });

  const ended = await upload(server.url, "PUT", path).ended;

  assertEquals(await isOpen(path), false);
  return { ended, read: await read.promise };
}

const CHANGES: readonly (readonly [
  string,
  (path: string) => void,
  says: string,
])[] = [
  ["grows", (path) => {
    Deno.writeFileSync(path, new Uint8Array(1), { append: true });
  }, "has more than"],
  [
    "shrinks",
    (path) => Deno.truncateSync(path, SIZE - 1),
    `ended after ${SIZE - 1} of ${SIZE} bytes`,
  ],
  ["is emptied", (path) => Deno.truncateSync(path, 0), ` of ${SIZE} bytes`],
];

for (const [how, change, says] of CHANGES) {
  Deno.test(`upload() never completes the upload of a file that ${how} in the meantime`, async () => {
    const { ended, read } = await changeWhileSent(change);

    assertEquals(outcomeOf(ended), "source");
    assertStringIncludes(String(ended.response), says);
    assertStringIncludes(String(ended.response), "upload a copy");
    assert(read < SIZE);
  });
}

Deno.test("upload() continues with a file that is removed in the meantime", async () => {
  using folder = new TempFolder();
  const path = folder.sparse("data.bin", SIZE);
  await using server = serveRaw(async (connection) => {
    await connection.readHead();
    await connection.readBytes(100_000);
    Deno.removeSync(path);
    await connection.readBytes(SIZE - 100_000);
    await connection.write("HTTP/1.1 204 No Content\r\n\r\n");
  });

  const ended = await upload(server.url, "PUT", path).ended;

  assertEquals([outcomeOf(ended), ended.bytesTransferred], ["204 text", SIZE]);
});
