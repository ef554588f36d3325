import { assertEquals } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { assertRefused, type Refusal } from "../support/refusal.ts";
import { sendTo } from "../support/send_to.ts";
import { TUS, TUS_PATCH } from "../support/tus/tus_requests.ts";
import { type TusOptions, TusServer } from "../support/tus/tus_server.ts";

/** Starts a server with an upload of 10 bytes, of which 4 are stored. */
async function serverWithUpload(options?: TusOptions): Promise<TusServer> {
  const server = await new TusServer(options).listen();
  const headers = { ...TUS_PATCH, "upload-length": "10" };
  const { status } = await sendTo(server, "POST", "/files/", headers, "0123");
  assertEquals(status, 201);
  return server;
}

/** A PATCH of three bytes. */
function patch(server: TusServer, offset: number, headers = {}, body = "456") {
  return sendTo(server, "PATCH", "/files/1", {
    ...TUS_PATCH,
    "upload-offset": String(offset),
    ...headers,
  }, body);
}

/** A PATCH of the upload that is refused. */
function append(
  name: string,
  headers: Record<string, string>,
  reason: RegExp,
  more: Partial<Refusal> = {},
): Refusal {
  return {
    ...{ name, reason, status: 400, method: "PATCH", path: "/files/1" },
    headers: { ...TUS_PATCH, "upload-offset": "4", ...headers },
    body: "456",
    ...more,
  };
}

const REFUSALS: readonly Refusal[] = [
  append(
    "another type",
    {
      "content-type": "application/octet-stream",
    },
    /Content-Type/,
    { status: 415 },
  ),
  append("no offset", {}, /Upload-Offset/, { headers: TUS_PATCH }),
  append("a negative offset", { "upload-offset": "-4" }, /Upload-Offset/),
  append("an offset before", { "upload-offset": "0" }, /is 0, not 4/, {
    status: 409,
  }),
  append("an offset after", { "upload-offset": "5" }, /is 5, not 4/, {
    status: 409,
  }),
  append("another length", { "upload-length": "7" }, /changes the length/),
  append("a broken length", { "upload-length": "x" }, /malformed/),
  append("a broken checksum", { "upload-checksum": "md5" }, /malformed/),
  append("an unknown checksum", {
    "upload-checksum": "crc99 YQ==",
  }, /not supported/),
  append(
    "a wrong checksum",
    {
      "upload-checksum": "md5 XrY7u+Ae7tCTyyK7j1rNww==",
    },
    /does not match/,
    { status: 460, innocent: true },
  ),
  append("too many bytes", {}, /exceeds Upload-Length/, {
    status: 413,
    body: "4567890",
  }),
  append("an unknown upload", {}, /no such upload/, {
    path: "/files/9",
    status: 404,
    innocent: true,
  }),
];

for (const refusal of REFUSALS) {
  Deno.test(`the tus server refuses an append: ${refusal.name}`, async () => {
    await using server = await serverWithUpload();
    await assertRefused(server, refusal);
    const { offset, length } = server.onlyUpload;
    assertEquals({ offset, length }, { offset: 4, length: 10 });
  });
}

Deno.test("the tus server does not know a terminated upload", async () => {
  await using server = await serverWithUpload();
  const { status } = await sendTo(server, "DELETE", "/files/1", TUS);
  assertEquals(status, 204);
  for (const method of ["HEAD", "DELETE"]) {
    const { status } = await sendTo(server, method, "/files/1", TUS);
    assertEquals([method, status], [method, 404]);
  }
  assertEquals((await patch(server, 4)).status, 404);
});

Deno.test("the tus server accepts the checksums that OpenSSL prints", async () => {
  await using server = await serverWithUpload();
  const checksums = [
    "sha1 UerGtHGihNM0HYwMY9DxooYmKhg=",
    "md5 JQz4tRx3Pz+NyLS+hnqaAg==",
    "sha256 s6jg4fmrG/46NvIx9nb3i7MKUZ0rIebFMMDu6Ou0pdA=",
    "sha-256 s6jg4fmrG/46NvIx9nb3i7MKUZ0rIebFMMDu6Ou0pdA=",
    "sha-512 9rB7bBNA6Ue4Yd71+LCS2O5xCCbcVr0XW9yPOhawuKz4U8ZHhqcQ3t+dFSTWHjJQTifWDeFZrxELw5QUkHMVeA==",
  ];
  for (const checksum of checksums) {
    const { status } = await patch(server, 4, { "upload-checksum": checksum });
    assertEquals([checksum, status], [checksum, 204]);
    server.onlyUpload.truncate(4);
  }
});

Deno.test("the tus server stops a chunked PATCH at the length", async () => {
  await using server = await serverWithUpload();
  const body = new Blob(["456789abc"]).stream();
  const headers = { ...TUS_PATCH, "upload-offset": "4" };
  const { status } = await sendTo(server, "PATCH", "/files/1", headers, body);
  assertEquals(status, 413);
  assertEquals(server.violations, ["the body exceeds Upload-Length"]);
  const bytes = await server.onlyUpload.bytes();
  assertEquals(new TextDecoder().decode(bytes), "0123456789");
});

Deno.test("the tus server accepts a deferred length once", async () => {
  await using server = await new TusServer({ maxSize: 9 }).listen();
  const deferred = { ...TUS, "upload-defer-length": "1" };
  await sendTo(server, "POST", "/files/", deferred);
  await patch(server, 0);
  const head = await sendTo(server, "HEAD", "/files/1", TUS);
  assertEquals(head.headers.get("upload-defer-length"), "1");
  assertEquals(head.headers.get("upload-length"), null);
  const short = await patch(server, 3, { "upload-length": "2" }, "");
  assertEquals(short.status, 400);
  const large = await patch(server, 3, { "upload-length": "10" });
  assertEquals([large.status, server.onlyUpload.offset], [413, 3]);
  await patch(server, 3, { "upload-length": "6" });
  assertEquals(server.onlyUpload.isComplete, true);
  const again = await patch(server, 6, { "upload-length": "9" }, "");
  assertEquals(again.status, 400);
});

Deno.test("the tus server expires only unfinished uploads", async () => {
  using time = new FakeTime();
  await using server = await serverWithUpload({ lifetime: 60_000 });
  const { headers } = await patch(server, 4);
  const expires = Date.parse(headers.get("upload-expires") ?? "");
  assertEquals(Math.abs(expires - Date.now() - 60_000) < 1_000, true);
  await sendTo(server, "POST", "/files/", { ...TUS, "upload-length": "0" });
  time.tick(60_001);
  assertEquals((await patch(server, 7)).status, 410);
  assertEquals((await sendTo(server, "HEAD", "/files/1", TUS)).status, 410);
  assertEquals((await sendTo(server, "HEAD", "/files/2", TUS)).status, 200);
});
