import { upload, type UploadSource } from "@network/upload";
import { assert, assertEquals } from "@std/assert";
import { eventsOf } from "../support/events.ts";
import { TempFolder } from "../support/files.ts";
import { sendTo } from "../support/send_to.ts";
import {
  hasStored,
  requestsTo,
  TUS_BYTES,
  tusOptions,
  uploadByTus,
} from "../support/tus/tus_scene.ts";
import { TUS } from "../support/tus/tus_requests.ts";
import { TusServer } from "../support/tus/tus_server.ts";

const SOURCES: readonly [name: string, source: UploadSource][] = [
  ["bytes", TUS_BYTES],
  ["a Blob", new Blob([TUS_BYTES])],
  ["a File", new File([TUS_BYTES], "a.bin")],
  ["a stream", new Blob([TUS_BYTES]).stream()],
  ["a function", () => new Blob([TUS_BYTES])],
  [
    "a function that opens a stream",
    ({ start, end }) => new Blob([TUS_BYTES.subarray(start, end)]).stream(),
  ],
];

for (const [name, source] of SOURCES) {
  Deno.test(`tus uploads ${name} in one PATCH`, async () => {
    await using server = await new TusServer().listen();

    const ended = await uploadByTus(server, {}, { source });

    assertEquals([ended.status, ended.bytesStored], [204, TUS_BYTES.length]);
    assert(await hasStored(server));
    const patches = requestsTo(server).filter((line) =>
      line.startsWith("PATCH 0")
    );
    assertEquals(patches.length, 1);
  });
}

Deno.test("tus uploads a file in chunks, with events that follow what is stored", async () => {
  using folder = new TempFolder();
  await using server = await new TusServer().listen();
  const source = folder.write("a b.mp4", TUS_BYTES);
  const options = tusOptions(server, { chunkSize: 100_000 }, {
    source,
    progress: true,
    progressInterval: 0,
  });

  const events = await eventsOf(upload(options));

  assertEquals(requestsTo(server), [
    "POST 201",
    "PATCH 0 204",
    "PATCH 100000 204",
    "PATCH 200000 204",
  ]);
  assert(await hasStored(server));
  const stored = events.map(({ bytesStored }) => bytesStored);
  assertEquals([...new Set(stored)], [0, 100_000, 200_000, 300_000]);
  assertEquals(server.onlyUpload.metadataRecord, {
    filename: "a b.mp4",
    filetype: "video/mp4",
  });
});

Deno.test("tus creates an empty upload, and its response is the outcome", async () => {
  for (const source of [new Uint8Array(), new Blob([])]) {
    await using server = await new TusServer().listen();

    const ended = await uploadByTus(server, {}, { source });

    assertEquals([ended.status, ended.bytesStored], [201, 0]);
    assertEquals(requestsTo(server), ["POST 201"]);
    assert(await hasStored(server, new Uint8Array()));
  }
});

Deno.test("tus sends the metadata and the headers of the caller, and hides its methods if it is to", async () => {
  await using server = await new TusServer().listen();

  const ended = await uploadByTus(server, {
    metadata: { filetype: undefined, "x-u": "Grüße", empty: "" },
    methodOverride: true,
  }, {
    source: new File([TUS_BYTES], "ü,=.txt"),
    headers: { authorization: "Bearer 1", "tus-resumable": "0.1" },
  });

  assertEquals(ended.status, 204);
  assert(await hasStored(server));
  assertEquals(server.onlyUpload.metadataRecord, {
    filename: "ü,=.txt",
    "x-u": "Grüße",
    empty: "",
  });
  for (const { headers, method, sentMethod } of server.requests) {
    assertEquals(headers.get("authorization"), "Bearer 1");
    assertEquals(headers.get("tus-resumable"), "1.0.0");
    assertEquals([method, sentMethod].includes("POST"), true);
  }
  assertEquals(server.requests.map(({ method }) => method), ["POST", "PATCH"]);
});

Deno.test("tus continues an upload that others created, and gives the deferred length", async () => {
  await using server = await new TusServer().listen();
  for (
    const length of [{ "upload-length": "300000" }, {
      "upload-defer-length": "1",
    }]
  ) {
    const created = { ...TUS, ...length };
    const { headers } = await sendTo(server, "POST", "/files/", created);
    const uploadUrl = headers.get("location") ?? "";
    server.hooks.keep = ({ method }) => method === "PATCH" ? 5 : undefined;
    await uploadByTus(server, { uploadUrl }, { retry: 0 });
    server.hooks = {};

    const ended = await uploadByTus(server, { uploadUrl });

    assertEquals(ended.status, 204);
    assertEquals(requestsTo(server).slice(-2), ["HEAD 200", "PATCH 5 204"]);
    assert(await hasStored(server));
    server.uploads.clear();
  }
});

Deno.test("tus creates nothing in the place of an upload that others created", async () => {
  await using server = await new TusServer().listen();

  const uploadUrl = new URL("/files/7", server.url);
  const ended = await uploadByTus(server, { uploadUrl });

  assertEquals(ended.status, 404);
  assertEquals(requestsTo(server), ["HEAD 404"]);
});

Deno.test("tus does not send a source to an upload of another length", async () => {
  await using server = await new TusServer().listen();
  await uploadByTus(server, {}, { source: new Uint8Array(5) });

  const uploadUrl = new URL(server.onlyUpload.path, server.url);
  const { error } = await uploadByTus(server, { uploadUrl });

  assertEquals(error?.code, "protocol");
  assertEquals(
    error?.message,
    `Cannot upload to "${uploadUrl.host}": the server expects 5 bytes, but the source has 300000`,
  );
});
