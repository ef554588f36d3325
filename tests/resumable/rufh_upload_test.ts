import { upload, type UploadSource } from "@network/upload";
import { assert, assertEquals } from "@std/assert";
import { eventsOf } from "../support/events.ts";
import { TempFolder } from "../support/files.ts";
import { requestsTo } from "../support/requests_to.ts";
import { appendHeaders, rufhHeaders } from "../support/rufh/rufh_requests.ts";
import { RufhServer } from "../support/rufh/rufh_server.ts";
import {
  hasStoredRufh,
  RUFH_BYTES,
  rufhOptions,
  uploadByRufh,
} from "../support/rufh/rufh_uploads.ts";
import { sendTo } from "../support/send_to.ts";

const SIZE = RUFH_BYTES.length;
const VERSIONS = [8, 6] as const;

/** Sources that hold the same bytes; a stream is made for each use. */
const SOURCES: readonly [name: string, source: () => UploadSource][] = [
  ["bytes", () => RUFH_BYTES],
  ["a Blob", () => new Blob([RUFH_BYTES])],
  ["a File", () => new File([RUFH_BYTES], "a.bin")],
  ["a stream", () => new Blob([RUFH_BYTES]).stream()],
  ["a function", () => () => new Blob([RUFH_BYTES])],
  [
    "a function that opens a stream",
    () => ({ start, end }) =>
      new Blob([RUFH_BYTES.subarray(start, end)]).stream(),
  ],
];

for (const version of VERSIONS) {
  for (const [name, source] of SOURCES) {
    Deno.test(`rufh ${version} uploads ${name} in one append, and ends with the response of the target`, async () => {
      await using server = await new RufhServer({ version }).listen();

      const ended = await uploadByRufh(server, {}, { source: source() });

      assertEquals(
        [ended.status, ended.response, ended.bytesStored],
        [200, "300000", SIZE],
      );
      assert(await hasStoredRufh(server));
      assertEquals(server.requestsOf("PATCH").length, 1);
    });
  }

  Deno.test(`rufh ${version} uploads a file in appends of a size, with events that follow what is stored`, async () => {
    using folder = new TempFolder();
    await using server = await new RufhServer({ version }).listen();
    const source = folder.write("a ü.mp4", RUFH_BYTES);
    const options = rufhOptions(server, { chunkSize: 100_000 }, {
      method: "PUT",
      source,
      progress: true,
      progressInterval: 0,
    });

    const events = await eventsOf(upload(options));

    const stored = version === 8 ? 204 : 201;
    assertEquals(requestsTo(server).slice(-4), [
      ...(version === 8 ? ["HEAD 204"] : ["PUT 201"]),
      `PATCH 0 ${stored}`,
      `PATCH 100000 ${stored}`,
      "PATCH 200000 200",
    ]);
    assert(await hasStoredRufh(server));
    const bytesStored = new Set(events.map((event) => event.bytesStored));
    assertEquals([...bytesStored], [0, 100_000, 200_000, 300_000]);
    const { method, headers } = server.onlyUpload.creation;
    assertEquals(
      [
        method,
        ...["type", "disposition"].map((name) =>
          headers.get(`content-${name}`)
        ),
        headers.get("upload-length"),
      ],
      [
        "PUT",
        "video/mp4",
        "inline; filename=\"a _.mp4\"; filename*=UTF-8''a%20%C3%BC.mp4",
        "300000",
      ],
    );
  });

  Deno.test(`rufh ${version} sends an empty upload in one request`, async () => {
    for (const source of [new Uint8Array(), new Blob([])]) {
      await using server = await new RufhServer({ version }).listen();

      const ended = await uploadByRufh(server, {}, { source });

      assertEquals([ended.response, ended.bytesStored], ["0", 0]);
      assertEquals(requestsTo(server).length, 1);
      assert(await hasStoredRufh(server, new Uint8Array()));
    }
  });

  Deno.test(`rufh ${version} continues an upload that others created`, async () => {
    await using server = await new RufhServer({ version }).listen();
    const created = await sendTo(server, "POST", "/target", {
      ...rufhHeaders(version),
      "upload-complete": "?0",
    }, RUFH_BYTES.subarray(0, 5));
    const uploadUrl = created.headers.get("location") ?? "";
    server.requests.length = 0;

    const ended = await uploadByRufh(server, { uploadUrl });

    assertEquals(ended.response, "300000");
    assertEquals(requestsTo(server), ["HEAD 204", "PATCH 5 200"]);
    assert(await hasStoredRufh(server));
  });

  Deno.test(`rufh ${version} closes an upload that has all bytes by an empty append`, async () => {
    await using server = await new RufhServer({ version }).listen();
    const created = await sendTo(server, "POST", "/target", {
      ...rufhHeaders(version),
      "upload-complete": "?0",
      "upload-length": String(SIZE),
    });
    const uploadUrl = created.headers.get("location") ?? "";
    const headers = appendHeaders(version, 0, false);
    const { pathname } = new URL(uploadUrl);
    await sendTo(server, "PATCH", pathname, headers, RUFH_BYTES);

    const ended = await uploadByRufh(server, { uploadUrl });

    assertEquals([ended.response, ended.bytesStored], ["300000", SIZE]);
    assertEquals(requestsTo(server).at(-1), "PATCH 300000 200");
    assertEquals(server.requests.at(-1)?.received, 0);
    assert(await hasStoredRufh(server));
  });
}

Deno.test("rufh sends headers that describe the representation to the target alone", async () => {
  await using server = await new RufhServer().listen();
  const headers = {
    authorization: "Bearer 1",
    "content-encoding": "gzip",
    "content-disposition": 'inline; filename="mine"',
    "if-none-match": "*",
    "want-repr-digest": "sha-256=1",
    "idempotency-key": '"1"',
    "upload-complete": "?1",
  };

  const ended = await uploadByRufh(server, {}, {
    source: new File([RUFH_BYTES], "other.txt"),
    contentType: null,
    headers,
  });

  assertEquals(ended.response, "300000");
  assert(await hasStoredRufh(server));
  const [creation, ...others] = server.requests;
  assertEquals(creation?.headers.get("upload-complete"), "?0");
  assertEquals(creation?.headers.get("content-type"), null);
  const described = [
    "content-encoding",
    "content-disposition",
    "if-none-match",
    "want-repr-digest",
    "idempotency-key",
  ] as const;
  for (const name of described) {
    assertEquals(creation?.headers.get(name), headers[name]);
  }
  assertEquals(others.length, 2);
  for (const { headers, method } of others) {
    assertEquals(headers.get("authorization"), "Bearer 1");
    assertEquals(headers.get("upload-draft-interop-version"), "8");
    for (const name of described) assertEquals(headers.get(name), null);
    assertEquals(
      headers.get("content-type"),
      method === "PATCH" ? "application/partial-upload" : null,
    );
  }
});
