import { assertEquals } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { assertRefused, type Refusal } from "../support/refusal.ts";
import { appendHeaders, rufhHeaders } from "../support/rufh/rufh_requests.ts";
import { type RufhOptions, RufhServer } from "../support/rufh/rufh_server.ts";
import { sendTo } from "../support/send_to.ts";
import { until } from "../support/until.ts";

const UPLOAD = "/uploads/1";
const TYPES = "https://iana.org/assignments/http-problem-types#";

/** Starts a server with an upload of 10 bytes, of which 4 are stored. */
async function serverWithUpload(options: RufhOptions = {}) {
  const server = await new RufhServer(options).listen();
  const { status } = await sendTo(server, "POST", "/target", {
    ...rufhHeaders(server.version),
    "upload-complete": "?0",
    "upload-length": "10",
  }, "0123");
  assertEquals(status, 201);
  return server;
}

/** An append. */
function append(
  server: RufhServer,
  at: number,
  body: string,
  complete = false,
) {
  const headers = appendHeaders(server.version, at, complete);
  return sendTo(server, "PATCH", UPLOAD, headers, body);
}

/** An append that is refused. */
function refused(
  name: string,
  headers: Record<string, string>,
  reason: RegExp,
  more: Partial<Refusal> = {},
): Refusal {
  return {
    ...{ name, reason, status: 400, method: "PATCH", path: UPLOAD },
    headers: { ...appendHeaders(8, 4, false), ...headers },
    body: "456",
    ...more,
  };
}

const { "upload-offset": _offset, ...WITHOUT_OFFSET } = appendHeaders(
  8,
  4,
  true,
);
const { "upload-complete": _complete, ...WITHOUT_COMPLETE } = appendHeaders(
  8,
  4,
  true,
);

const REFUSALS: readonly Refusal[] = [
  refused("another type", { "content-type": "video/mp4" }, /Content-Type/, {
    status: 415,
  }),
  refused("no version", {}, /Version/, {
    headers: { "content-type": "application/partial-upload" },
  }),
  refused("no offset", {}, /Upload-Offset/, { headers: WITHOUT_OFFSET }),
  refused("no completeness", {}, /Upload-Complete/, {
    headers: WITHOUT_COMPLETE,
  }),
  refused("completeness of 1", { "upload-complete": "1" }, /Upload-Complete/),
  refused("another offset", { "upload-offset": "3" }, /does not match/, {
    status: 409,
  }),
  refused("another length", { "upload-length": "11" }, /inconsistent/),
  refused("an end before the length", {
    "upload-complete": "?1",
  }, /inconsistent/),
  refused("too many bytes", {}, /exceeds the length/, { body: "4567890" }),
  refused("a large append", {}, /max-append-size/, {
    status: 413,
    body: "456789",
  }),
  refused("a small append", {}, /min-append-size/, { body: "4" }),
  refused("a wrong digest", { "content-digest": "sha-512=:YQ==:" }, /Digest/, {
    innocent: true,
  }),
  refused("an unknown upload", {}, /no such upload/, {
    ...{ path: "/uploads/9", status: 404, innocent: true },
  }),
];

for (const refusal of REFUSALS) {
  Deno.test(`the draft server refuses an append: ${refusal.name}`, async () => {
    const tooMany = refusal.name === "too many bytes";
    const limits = tooMany ? {} : { maxAppendSize: 5, minAppendSize: 2 };
    await using server = await serverWithUpload({ limits });
    await assertRefused(server, refusal);
    // A client that exceeds the length has lost the upload.
    assertEquals(server.uploads.get(UPLOAD)?.offset, tooMany ? undefined : 4);
  });
}

Deno.test("the draft server tells the offset with the problem", async () => {
  await using server = await serverWithUpload();
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
    await using server = await serverWithUpload({
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
    const head = await sendTo(server, "HEAD", UPLOAD, rufhHeaders(version));
    assertEquals(head.headers.get("upload-complete"), "?1");
  });
}

Deno.test("the draft server describes an upload until it is cancelled or too old", async () => {
  using time = new FakeTime();
  await using server = await serverWithUpload({ limits: { maxAge: 60 } });
  const head = () => sendTo(server, "HEAD", UPLOAD, rufhHeaders(8));
  time.tick(20_000);
  const { status, headers } = await head();
  assertEquals([status, headers.get("cache-control")], [204, "no-store"]);
  assertEquals(headers.get("upload-offset"), "4");
  assertEquals(headers.get("upload-complete"), "?0");
  assertEquals(headers.get("upload-length"), "10");
  assertEquals(headers.get("upload-limit"), "max-age=40");
  time.tick(40_000);
  assertEquals((await head()).status, 404);

  await using other = await serverWithUpload();
  const remove = () => sendTo(other, "DELETE", UPLOAD, rufhHeaders(8));
  assertEquals((await remove()).status, 204);
  assertEquals((await remove()).status, 404);
});

Deno.test("version 6 of the draft refuses fields of appends in HEAD and DELETE", async () => {
  await using server = await serverWithUpload({ version: 6 });
  for (const method of ["HEAD", "DELETE"]) {
    const headers = { ...rufhHeaders(6), "upload-complete": "?1" };
    const { status } = await sendTo(server, method, UPLOAD, headers);
    assertEquals([method, status], [method, 400]);
  }
});

Deno.test("the draft server records a HEAD during an append", async () => {
  await using server = await serverWithUpload();
  const { readable, writable } = new TransformStream<Uint8Array>();
  const writer = writable.getWriter();
  const headers = appendHeaders(8, 4, false);
  const appended = sendTo(server, "PATCH", UPLOAD, headers, readable);
  await writer.write(new TextEncoder().encode("45"));
  await until(() => server.onlyUpload.offset === 6);
  const head = sendTo(server, "HEAD", UPLOAD, rufhHeaders(8));
  await until(() => server.requestsOf("HEAD").length === 1);
  await writer.close();
  assertEquals((await appended).status, 204);
  assertEquals((await head).headers.get("upload-offset"), "6");
  assertEquals(server.violations, ["a HEAD was sent during an append"]);
});
