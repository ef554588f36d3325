import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { requestsTo } from "../support/requests_to.ts";
import type { Answer } from "../support/recorded_request.ts";
import { RufhServer } from "../support/rufh/rufh_server.ts";
import { hasStoredRufh, uploadByRufh } from "../support/rufh/rufh_uploads.ts";

const SEE = { Location: "/files/1" };

/** What servers respond to an empty request that do not know the draft. */
const UNKNOWING: readonly [name: string, answer: Answer, says: string][] = [
  ["200", { status: 200 }, "responded 200 without a Location"],
  ["204", { status: 204 }, "responded 204 without a Location"],
  ["201", { status: 201 }, "responded 201 without a Location"],
  ["400", { status: 400, body: "no file" }, "responded 400"],
  ["405", { status: 405 }, "responded 405"],
  ["411", { status: 411 }, "responded 411"],
  ["415", { status: 415 }, "responded 415"],
  ["501", { status: 501 }, "responded 501"],
  [
    "201 and the URL of the call",
    { status: 201, headers: { Location: "/target" } },
    "named the URL of the call as its Location",
  ],
  [
    "201 and another URL",
    { status: 201, headers: SEE },
    "named a Location that is no upload",
  ],
  [
    "200 and Upload-Complete: ?1",
    { status: 200, headers: { ...SEE, "Upload-Complete": "?1" } },
    "took the empty request for the whole",
  ],
];

for (const version of [8, 6] as const) {
  for (const [name, answer, says] of UNKNOWING) {
    Deno.test(`rufh ${version} sends no bytes to a server that responds ${name} to its empty request`, async () => {
      await using server = await new RufhServer({ version }).listen();
      server.hooks.answer = ({ method, path }) =>
        method === "POST"
          ? answer
          : path === "/files/1"
          ? { status: 200 }
          : { status: 404 };

      const ended = await uploadByRufh(server);

      assertEquals([ended.ok, ended.error?.code, ended.error?.isTransient], [
        false,
        "protocol",
        false,
      ]);
      assertStringIncludes(
        ended.error?.message ?? "",
        `the server created no resumable upload, but ${says}`,
      );
      assertEquals(server.requestsOf("PATCH"), []);
      assertEquals(ended.bytesStored, 0);
    });
  }
}

Deno.test("rufh does not take the Location of a 404 for an upload", async () => {
  await using server = await new RufhServer().listen();
  server.hooks.answer = ({ method }) =>
    method === "POST" ? { status: 201, headers: SEE } : { status: 404 };

  const { error } = await uploadByRufh(server);

  assertEquals(error?.code, "protocol");
  assertEquals(requestsTo(server), ["POST 201", "HEAD 404"]);
});

Deno.test("rufh asks again whether a Location is an upload if the server is busy", async () => {
  await using server = await new RufhServer().listen();
  let busy = 1;
  server.hooks.answer = ({ method }) =>
    method === "HEAD" && busy-- > 0 ? { status: 503 } : undefined;

  const ended = await uploadByRufh(server);

  assertEquals(ended.response, "300000");
  assertEquals(requestsTo(server), [
    ...["POST 201", "HEAD 503"],
    ...["POST 201", "HEAD 204", "PATCH 0 200"],
  ]);
});

Deno.test("rufh resolves a relative Location, and refuses what is no place for an upload", async () => {
  await using server = await new RufhServer().listen();
  server.hooks.location = ({ pathname }) => `..${pathname}`;
  assertEquals((await uploadByRufh(server)).response, "300000");
  assert(await hasStoredRufh(server));

  for (const location of ["http://", "ftp://example.com/1"]) {
    server.hooks.location = () => location;
    const { error } = await uploadByRufh(server);
    assertEquals(error?.code, "protocol");
    assertStringIncludes(error?.message ?? "", "the Location is refused");
  }
});

Deno.test("rufh says that the version may be wrong", async () => {
  await using server = await new RufhServer({ version: 6 }).listen();

  const { error } = await uploadByRufh(server, { version: 8 });

  assertEquals(error?.code, "protocol");
  assertStringIncludes(error?.hint ?? "", "'version'");
});

Deno.test("an upload on another origin gets no secrets of the call", async () => {
  await using target = await new RufhServer({ limits: { maxSize: 1e9 } })
    .listen();
  await using other = await new RufhServer({ limits: { maxSize: 1e9 } })
    .listen();
  const uploads = other.uploads;
  target.hooks.location = ({ pathname }) => {
    for (const [path, upload] of target.uploads) uploads.set(path, upload);
    return new URL(pathname, other.url).href;
  };

  const ended = await uploadByRufh(target, {}, {
    headers: { authorization: "Bearer 1", "x-api-key": "2" },
  });

  assertEquals(ended.response, "300000");
  assertEquals(requestsTo(target), ["POST 201"]);
  assertEquals(target.requests[0]?.headers.get("x-api-key"), "2");
  const [append] = other.requests;
  assertEquals(append?.headers.get("authorization"), null);
  assertEquals(append?.headers.get("x-api-key"), null);
  assertEquals(append?.headers.get("upload-offset"), "0");
});

Deno.test("rufh follows an upload that is redirected to another origin, with its own headers alone", async () => {
  await using target = await new RufhServer().listen();
  await using other = await new RufhServer().listen();
  target.hooks.answer = ({ method, path }) => {
    for (const [path, upload] of target.uploads) {
      other.uploads.set(path, upload);
    }
    const headers = { Location: new URL(path, other.url).href };
    return method === "POST" ? undefined : { status: 307, headers };
  };

  const ended = await uploadByRufh(target, {}, {
    headers: { authorization: "Bearer 1" },
  });

  assertEquals(ended.response, "300000");
  assertEquals(requestsTo(other), ["HEAD 204", "PATCH 0 200"]);
  for (const { headers } of other.requests) {
    assertEquals(headers.get("authorization"), null);
  }
});
