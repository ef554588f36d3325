import { assertEquals } from "@std/assert";
import {
  type FetchLike,
  upload,
  type UploadOptions,
  type UploadSource,
} from "@network/upload";
import { bodyChunks } from "../support/fickle_server.ts";
import { TempFolder } from "../support/files.ts";
import { closing } from "../support/raw_request.ts";
import {
  answer,
  type RawConnection,
  type RawServer,
  serveRaw,
} from "../support/raw_server.ts";

const SIZE = 300_000;
/** The path of a request that the upload does not send. */
const LAST = "/last";
const READ_SIZE = 64 * 1024;

/** What the server does when it has read the second request of a connection, or the first of a further one. */
type Then = (connection: RawConnection) => Promise<unknown>;

/** A server that accepts its first request, and fails each one after it. */
function serveOnce(then: Then): RawServer & { readonly requests: string[] } {
  const requests: string[] = [];
  const server = serveRaw(async (connection) => {
    while (true) {
      const head = await connection.readHead();
      if (head === "") return;
      if (head.startsWith(`GET ${LAST} `)) {
        return await connection.write(closing("ok"));
      }
      const count = requests.push(head);
      const body = bodyChunks(connection, head, READ_SIZE);
      while (!(await body.next()).done) { /* The next chunk. */ }
      if (count > 1) return await then(connection);
      await connection.write(answer("ok"));
    }
  });
  return Object.assign(server, { requests });
}

const SOURCES: readonly (readonly [
  name: string,
  make: (folder: TempFolder) => UploadSource,
])[] = [
  ["a few bytes", () => new Uint8Array(5)],
  ["bytes", () => new Uint8Array(SIZE)],
  ["a Blob", () => new Blob([new Uint8Array(SIZE)])],
  ["a file", (folder) => folder.sparse("data.bin", SIZE)],
];

/** Uploads twice over one connection; how the second one ends, and how many requests there were. */
async function uploadTwice(
  make: (folder: TempFolder) => UploadSource,
  then: Then,
  options: Partial<UploadOptions> = {},
): Promise<(string | number | undefined)[]> {
  using folder = new TempFolder();
  await using server = serveOnce(then);
  const { url } = server;
  const run = () =>
    upload({ url, method: "PUT", source: make(folder), ...options }).ended;
  assertEquals((await run()).status, 200);

  const { error } = await run();

  // A further one of the upload would have arrived before.
  await (await fetch(new URL(LAST, url))).body?.cancel();
  return [error?.code, server.requests.length];
}

const BEGUN = "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n";

for (const [name, make] of SOURCES) {
  for (const part of ["", "half"]) {
    Deno.test(`a PUT of ${name} is not repeated if its connection dies after the response began (${part.length} bytes of it)`, async () => {
      const outcome = await uploadTwice(
        make,
        (connection) => connection.write(BEGUN + part),
      );

      assertEquals(outcome, ["network", 2]);
    });
  }

  Deno.test(`a PUT of ${name} is not repeated if it is cancelled just as its connection dies`, async () => {
    const controller = new AbortController();
    const { signal } = controller;

    const outcome = await uploadTwice(make, () => {
      controller.abort(new TypeError("connection reset"));
      return Promise.resolve();
    }, { signal });

    assertEquals(outcome, ["cancelled", 2]);
  });

  Deno.test(`a PUT of ${name} is not repeated after its timeout`, async () => {
    const outcome = await uploadTwice(
      make,
      (connection) => connection.drain(),
      { timeout: 0.1 },
    );

    assertEquals(outcome, ["timeout", 2]);
  });
}

for (const size of [undefined, 5, SIZE]) {
  Deno.test(`a PUT of a stream (${size ?? "no"} size) ends with code network when its connection dies, and is not repeated`, async () => {
    const bytes = new Uint8Array(size ?? SIZE);

    const outcome = await uploadTwice(
      () => new Blob([bytes]).stream(),
      () => Promise.resolve(),
      { size },
    );

    assertEquals(outcome, ["network", 2]);
  });
}

Deno.test("upload() does not repeat a PUT whose response had begun when the connection was reset", async () => {
  let calls = 0;
  const reset = Object.assign(new Error("read ECONNRESET"), {
    code: "ECONNRESET",
  });
  const fetch: FetchLike = () => {
    calls++;
    const body = new ReadableStream({
      pull: (controller) => controller.error(reset),
    });
    return Promise.resolve(new Response(body));
  };

  const { error } = await upload({
    url: "http://127.0.0.1/",
    method: "PUT",
    source: new Uint8Array(5),
    fetch,
  }).ended;

  assertEquals([error?.code, calls], ["network", 1]);
});
