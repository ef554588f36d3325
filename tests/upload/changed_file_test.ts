import { upload, type UploadEndedEvent } from "@network/upload";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { outcomeOf } from "../support/events.ts";
import { TempFolder } from "../support/files.ts";
import { isOpen } from "../support/open_files.ts";
import { headerOf, serveRaw } from "../support/raw_server.ts";

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
