import { assertEquals } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { appendHeaders, rufhHeaders } from "../support/rufh/rufh_requests.ts";
import {
  RUFH_UPLOAD,
  serverWithRufhUpload,
} from "../support/rufh/rufh_scene.ts";
import type { RufhServer } from "../support/rufh/rufh_server.ts";
import { sendTo } from "../support/send_to.ts";
import { until } from "../support/until.ts";

const TYPES = "https://iana.org/assignments/http-problem-types#";

/** An append. */
function append(
  server: RufhServer,
  at: number,
  body: string,
  complete = false,
) {
  const headers = appendHeaders(server.version, at, complete);
  return sendTo(server, "PATCH", RUFH_UPLOAD, headers, body);
}

Deno.test("the draft server measures chunked appends", async () => {
  const limits = { maxAppendSize: 5, minAppendSize: 2 };
  await using server = await serverWithRufhUpload({ limits });
  const chunked = async (at: number, text: string, complete = false) => {
    const headers = appendHeaders(8, at, complete);
    const body = new Blob([text]).stream();
    return (await sendTo(server, "PATCH", RUFH_UPLOAD, headers, body)).status;
  };
  assertEquals(await chunked(4, "4"), 204);
  assertEquals(await chunked(5, "5", true), 400);
  assertEquals(server.onlyUpload.isComplete, false);
  assertEquals(await chunked(6, "6789ab"), 400);
  assertEquals(server.violations, [
    "the content is below min-append-size",
    "the upload is shorter than its length",
    "the content exceeds the length of the upload",
  ]);
});

Deno.test("the draft server accepts a last append of any size", async () => {
  await using server = await serverWithRufhUpload({
    limits: { minAppendSize: 5 },
  });
  assertEquals((await append(server, 4, "45678")).status, 204);
  assertEquals((await append(server, 9, "9", true)).status, 200);
  assertEquals(server.violations, []);
});

Deno.test("the draft server reports the offset with the problem", async () => {
  await using server = await serverWithRufhUpload();
  const { status, headers, text } = await append(server, 7, "789");
  assertEquals([status, headers.get("upload-offset")], [409, "4"]);
  assertEquals(headers.get("content-type"), "application/problem+json");
  assertEquals(JSON.parse(text), {
    type: `${TYPES}mismatching-upload-offset`,
    title: "offset from request does not match offset of resource",
    "expected-offset": 4,
    "provided-offset": 7,
  });
});

for (const version of [6, 8] as const) {
  const six = version === 6;
  Deno.test(`the draft server of version ${version} appends, completes, and refuses more`, async () => {
    await using server = await serverWithRufhUpload({
      version,
      process: ({ creation }) => ({ status: 500, body: creation.path }),
    });
    const part = await append(server, 4, "456");
    assertEquals(part.status, six ? 201 : 204);
    assertEquals(part.headers.get("upload-complete"), "?0");
    assertEquals(part.headers.get("upload-offset"), six ? "7" : null);
    const last = await append(server, 7, "789", true);
    assertEquals([last.status, last.text], [500, "/target"]);
    assertEquals(last.headers.get("upload-complete"), six ? null : "?1");
    assertEquals(server.violations, []);

    const empty = await append(server, 10, "", true);
    const more = await append(server, 10, "a", true);

    const types = [empty, more].map(({ text }) => JSON.parse(text).type);
    assertEquals([empty.status, more.status], [400, 400]);
    assertEquals(types, [
      `${TYPES}completed-upload`,
      `${TYPES}${six ? "completed-upload" : "inconsistent-upload-length"}`,
    ]);
    const head = await sendTo(
      server,
      "HEAD",
      RUFH_UPLOAD,
      rufhHeaders(version),
    );
    assertEquals(head.headers.get("upload-complete"), "?1");
  });
}

Deno.test("the draft server describes an upload until it is cancelled or too old", async () => {
  using time = new FakeTime();
  await using server = await serverWithRufhUpload({ limits: { maxAge: 60 } });
  const head = () => sendTo(server, "HEAD", RUFH_UPLOAD, rufhHeaders(8));
  time.tick(20_000);
  const { status, headers } = await head();
  assertEquals([status, headers.get("cache-control")], [204, "no-store"]);
  assertEquals(headers.get("upload-offset"), "4");
  assertEquals(headers.get("upload-complete"), "?0");
  assertEquals(headers.get("upload-length"), "10");
  assertEquals(headers.get("upload-limit"), "max-age=40");
  time.tick(40_000);
  assertEquals((await head()).status, 404);

  await using other = await serverWithRufhUpload();
  const remove = () => sendTo(other, "DELETE", RUFH_UPLOAD, rufhHeaders(8));
  assertEquals((await remove()).status, 204);
  assertEquals((await remove()).status, 404);
});

Deno.test("version 6 of the draft refuses fields of appends in HEAD and DELETE", async () => {
  await using server = await serverWithRufhUpload({ version: 6 });
  for (const method of ["HEAD", "DELETE"]) {
    const headers = { ...rufhHeaders(6), "upload-complete": "?1" };
    const { status } = await sendTo(server, method, RUFH_UPLOAD, headers);
    assertEquals([method, status], [method, 400]);
  }
});

Deno.test("the draft server records a HEAD during an append", async () => {
  await using server = await serverWithRufhUpload();
  const { readable, writable } = new TransformStream<Uint8Array>();
  const writer = writable.getWriter();
  const headers = appendHeaders(8, 4, false);
  const appended = sendTo(server, "PATCH", RUFH_UPLOAD, headers, readable);
  await writer.write(new TextEncoder().encode("45"));
  await until(() => server.onlyUpload.offset === 6);
  const head = sendTo(server, "HEAD", RUFH_UPLOAD, rufhHeaders(8));
  await until(() => server.requestsOf("HEAD").length === 1);
  await writer.close();
  assertEquals((await appended).status, 204);
  assertEquals((await head).headers.get("upload-offset"), "6");
  assertEquals(server.violations, ["a HEAD was sent during an append"]);
});
