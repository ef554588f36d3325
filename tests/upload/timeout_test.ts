import {
  upload,
  type UploadFailedEvent,
  type UploadSource,
} from "@network/upload";
import { assert, assertEquals, assertMatch } from "@std/assert";
import { TempFolder } from "../support/files.ts";
import { isOpen } from "../support/open_files.ts";
import { type RawConnection, serveRaw } from "../support/raw_server.ts";

const TYPE = "application/octet-stream";
const SIZE = 64 * 1024 * 1024;
const TIMEOUT = 0.2;

/** Lets an upload run into its timeout; the server sees that the connection is given up. */
async function timeOut(
  source: UploadSource,
  stall: (connection: RawConnection) => Promise<unknown>,
  { protocol = "http:", progress = false } = {},
): Promise<UploadFailedEvent> {
  const stalled = Promise.withResolvers<void>();
  await using server = serveRaw(async (connection) => {
    await stall(connection);
    await stalled.promise;
    await connection.drain();
  });
  const url = server.url.replace("http:", protocol) + "?signature=secret";
  const params = { timeout: TIMEOUT, progress };
  const start = performance.now();

  const ended = await upload(url, "PUT", params, source, TYPE).ended;

  stalled.resolve();
  assert(performance.now() - start >= TIMEOUT * 1000 - 25);
  assert(ended.isError);
  assertEquals(ended.error.code, "timeout");
  assertMatch(
    ended.response,
    /^Cannot upload to "127\.0\.0\.1:\d+": no data was transferred for 0\.2 s \(.*\); check the server and the source, or increase 'timeout'$/,
  );
  assertEquals(ended.response.includes("secret"), false);
  return ended;
}

for (const size of [0, 5, SIZE]) {
  Deno.test(`upload() ends with code "timeout" when the TLS handshake stalls (${size} bytes)`, async () => {
    const silent = () => Promise.resolve();

    const ended = await timeOut(new Uint8Array(size), silent, {
      protocol: "https:",
    });

    assertEquals(ended.status, -1);
  });
}

Deno.test('upload() ends with code "timeout" when the server stops reading', async () => {
  using folder = new TempFolder();
  const path = folder.sparse("data.bin", SIZE);

  const ended = await timeOut(path, (connection) => connection.readHead());

  assertMatch(ended.response, new RegExp(`\\(\\d+ of ${SIZE} bytes sent\\)`));
  assert(ended.bytesTransferred > 0 && ended.bytesTransferred < SIZE);
  assertEquals(await isOpen(path), false);
});

for (const size of [0, 5, 5_000_000]) {
  Deno.test(`upload() ends with code "timeout" when the server has ${size} bytes and does not respond`, async () => {
    const ended = await timeOut(new Uint8Array(size), async (connection) => {
      await connection.readHead();
      await connection.readBytes(size);
    });

    assertMatch(
      ended.response,
      /\(the whole body sent, no response\)|\(no byte sent\)/,
    );
    assertEquals(ended.status, -1);
  });
}

Deno.test('upload() ends with code "timeout" when the answer stops in the middle', async () => {
  const ended = await timeOut(new Uint8Array(5), async (connection) => {
    await connection.readHead();
    await connection.readBytes(5);
    await connection.write(
      "HTTP/1.1 201 Created\r\nContent-Length: 99\r\n\r\nhalf",
    );
  });

  assertMatch(
    ended.response,
    /\(status 201 received, but not the whole response\)/,
  );
  assertEquals(ended.status, 201);
});

async function* silence(first: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* first;
  await new Promise(() => {});
}

for (const first of [[], [new Uint8Array(1000)]]) {
  Deno.test(`upload() ends with code "timeout" when a source hangs after ${first.length} chunks`, async () => {
    const ended = await timeOut(
      silence(first),
      (connection) => connection.readHead(),
    );

    assertEquals(ended.bytesTransferred, first.length * 1000);
  });
}
