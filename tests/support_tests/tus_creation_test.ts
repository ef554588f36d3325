import { assertEquals } from "@std/assert";
import { assertRefused, type Refusal } from "../support/refusal.ts";
import { sendTo } from "../support/send_to.ts";
import { TUS, TUS_PATCH } from "../support/tus/tus_requests.ts";
import { TusServer } from "../support/tus/tus_server.ts";

/** A creation that is refused. */
function creation(
  name: string,
  headers: Record<string, string>,
  reason: RegExp,
  more: Partial<Refusal> = {},
): Refusal {
  return {
    ...{ name, reason, status: 400, method: "POST", path: "/files/" },
    headers: { ...TUS, ...headers },
    ...more,
  };
}

/** A creation with metadata that is refused. */
function metadata(name: string, value: string, reason: RegExp): Refusal {
  const headers = { "upload-metadata": value, "upload-length": "1" };
  return creation(name, headers, reason);
}

const LENGTH = { "upload-length": "3" };

const REFUSALS: readonly Refusal[] = [
  creation("without a version", LENGTH, /Tus-Resumable/, {
    status: 412,
    headers: LENGTH,
  }),
  creation("of another version", { "tus-resumable": "0.2.2" }, /Resumable/, {
    status: 412,
  }),
  creation("without a length", {}, /exactly one/),
  creation("with a length that it defers", {
    ...LENGTH,
    "upload-defer-length": "1",
  }, /exactly one/),
  creation("of a negative length", { "upload-length": "-1" }, /malformed/),
  creation("of a broken length", { "upload-length": "1.5" }, /malformed/),
  creation("that defers with 2", { "upload-defer-length": "2" }, /not 1/),
  metadata("an empty key", "a YQ==,", /key is empty/),
  metadata("a key twice", "a YQ==,a", /twice/),
  metadata("a value in clear", "a b.txt", /Base64/),
  metadata("a value of two words", "a YQ== YQ==", /one space/),
  metadata("a space after a comma", "a YQ==, b YQ==", /key is empty/),
  creation(
    "with bytes of another type",
    {
      ...LENGTH,
      "content-type": "text/plain",
    },
    /Content-Type/,
    { status: 415, body: "abc" },
  ),
  creation(
    "with too many bytes",
    {
      ...TUS_PATCH,
      ...LENGTH,
    },
    /exceeds Upload-Length/,
    { status: 413, body: "abcd" },
  ),
  creation(
    "with a wrong checksum",
    {
      ...TUS_PATCH,
      ...LENGTH,
      "upload-checksum": "sha1 YQ==",
    },
    /does not match/,
    { status: 460, body: "abc", innocent: true },
  ),
  creation("beyond the maximum", { "upload-length": "101" }, /Max-Size/, {
    status: 413,
    innocent: true,
  }),
  creation("of an unknown concatenation", {
    ...LENGTH,
    "upload-concat": "whole",
  }, /malformed/),
  creation("of a final upload with a length", {
    ...LENGTH,
    "upload-concat": "final;/files/1",
  }, /must not name/),
  creation(
    "of a final upload with bytes",
    {
      "upload-concat": "final;/files/1",
      "content-type": "application/offset+octet-stream",
    },
    /no body/,
    { body: "abc" },
  ),
  creation(
    "of a final upload of nothing",
    {
      "upload-concat": "final;",
    },
    /missing/,
    { status: 404, innocent: true },
  ),
];

for (const refusal of REFUSALS) {
  const { name, status } = refusal;
  Deno.test(`the tus server refuses a creation: ${name}`, async () => {
    await using server = await new TusServer({ maxSize: 100 }).listen();

    const { headers } = await assertRefused(server, refusal);

    const versions = status === 412 ? "1.0.0" : null;
    assertEquals(headers.get("tus-version"), versions);
    assertEquals(headers.get("tus-resumable"), "1.0.0");
    assertEquals(server.uploads.size, 0);
  });
}

Deno.test("the tus server states its extensions, its algorithms and its maximum", async () => {
  await using server = await new TusServer({ maxSize: 9 }).listen();
  const { status, headers } = await sendTo(server, "OPTIONS", "/files/", {});
  assertEquals(status, 204);
  assertEquals(headers.get("tus-version"), "1.0.0");
  assertEquals(headers.get("tus-max-size"), "9");
  assertEquals(
    headers.get("tus-extension"),
    "creation,creation-with-upload,creation-defer-length,checksum,termination,expiration,concatenation",
  );
  assertEquals(
    headers.get("tus-checksum-algorithm"),
    "sha1,md5,sha256,sha-256,sha512,sha-512",
  );
});

Deno.test("a tus server without extensions refuses their requests", async () => {
  await using server = await new TusServer({ extensions: ["creation"] })
    .listen();
  const create = (headers: Record<string, string>, body?: string) =>
    sendTo(server, "POST", "/files/", { ...TUS, ...headers }, body);
  assertEquals((await create({ "upload-defer-length": "1" })).status, 400);
  assertEquals((await create({ "upload-concat": "partial" })).status, 501);
  const { status, headers } = await create({ ...TUS_PATCH, ...LENGTH }, "abc");
  assertEquals([status, headers.get("upload-offset")], [201, null]);
  assertEquals(server.onlyUpload.offset, 0);
  assertEquals((await sendTo(server, "DELETE", "/files/1", TUS)).status, 405);
  assertEquals(server.violations, []);
});

Deno.test("the tus server limits concatenations to its maximum", async () => {
  await using server = await new TusServer({ maxSize: 5 }).listen();
  const part = { ...TUS_PATCH, "upload-concat": "partial", ...LENGTH };
  await sendTo(server, "POST", "/files/", part, "abc");
  const concat = { ...TUS, "upload-concat": "final;/files/1 /files/1" };
  assertEquals((await sendTo(server, "POST", "/files/", concat)).status, 413);
});

Deno.test("the tus server concatenates only complete partial uploads", async () => {
  await using server = await new TusServer().listen();
  const final = (concat: string) =>
    sendTo(server, "POST", "/files/", { ...TUS, "upload-concat": concat });
  const part = { ...TUS_PATCH, "upload-concat": "partial", ...LENGTH };
  await sendTo(server, "POST", "/files/", part, "abc");
  await sendTo(server, "POST", "/files/", part, "de");
  await sendTo(server, "POST", "/files/", { ...TUS_PATCH, ...LENGTH }, "xyz");
  assertEquals((await final("final;/files/1 /files/2")).status, 400);
  assertEquals((await final("final;/files/1 /files/3")).status, 400);
  assertEquals((await final("final;/files/1 /files/9")).status, 404);
  await sendTo(server, "PATCH", "/files/2", {
    ...TUS_PATCH,
    "upload-offset": "2",
  }, "f");

  const concat = `final;/files/2 ${server.url}files/1 ./2`;
  const { status, headers } = await final(concat);

  assertEquals(status, 201);
  const { pathname } = new URL(headers.get("location") ?? "");
  const head = await sendTo(server, "HEAD", pathname, TUS);
  assertEquals(head.headers.get("upload-concat"), concat);
  assertEquals(head.headers.get("upload-offset"), "9");
  assertEquals(head.headers.get("upload-length"), "9");
  const patch = { ...TUS_PATCH, "upload-offset": "9" };
  assertEquals((await sendTo(server, "PATCH", pathname, patch)).status, 403);
  const bytes = await server.uploads.get(pathname)?.bytes();
  assertEquals(new TextDecoder().decode(bytes), "defabcdef");
});
