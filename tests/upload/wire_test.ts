import { upload, type UploadSource } from "@network/upload";
import { assert, assertEquals } from "@std/assert";
import { pathToFileURL } from "node:url";
import { chunksOf, sameBytes, streamOf } from "../support/bytes.ts";
import { eventsOf, outcomeOf } from "../support/events.ts";
import { randomBytes, TempFolder } from "../support/files.ts";
import { serveAnswers } from "../support/raw_request.ts";
import { headerOf } from "../support/raw_server.ts";

const KIB_64 = 64 * 1024;
const SIZES = [0, 1, KIB_64 - 1, KIB_64, KIB_64 + 1, 200_000_000];
const TYPE = "application/octet-stream";
const random = randomBytes(200_000_000);

type Bytes = Uint8Array<ArrayBuffer>;
type MakeSource = (
  bytes: Bytes,
  folder: TempFolder,
) => { source: UploadSource; size?: number };

const SOURCES: readonly (readonly [kind: string, make: MakeSource])[] = [
  ["a file by its name", (bytes, folder) => ({
    source: folder.write("data.bin", bytes),
  })],
  ["a file: URL", (bytes, folder) => ({
    source: pathToFileURL(folder.write("data.bin", bytes)),
  })],
  ["a Blob", (bytes) => ({ source: new Blob([bytes]) })],
  ["a File", (bytes) => ({ source: new File([bytes], "data.bin") })],
  ["an ArrayBuffer", (bytes) => ({ source: bytes.slice().buffer })],
  ["a typed array on part of its buffer", (bytes) => ({ source: bytes })],
  ["a DataView", ({ buffer, byteOffset, byteLength }) => ({
    source: new DataView(buffer, byteOffset, byteLength),
  })],
  ["a stream of stated size", (bytes) => ({
    source: streamOf(bytes),
    size: bytes.byteLength,
  })],
  ["an async iterable of stated size", (bytes) => ({
    source: chunksOf(bytes),
    size: bytes.byteLength,
  })],
  // Deno knows it again in `fetch`, and would send the file chunked.
  ["the stream of an open file, of stated size", (bytes, folder) => ({
    source: Deno.openSync(folder.write("data.bin", bytes)).readable,
    size: bytes.byteLength,
  })],
];

for (const [kind, make] of SOURCES) {
  Deno.test(`upload() sends ${kind} byte for byte, with its Content-Length`, async () => {
    for (const size of SIZES) {
      using folder = new TempFolder();
      await using server = serveAnswers();
      const bytes = random.subarray(random.byteLength - size);

      const events = await eventsOf(upload({
        url: server.url,
        progress: true,
        contentType: TYPE,
        ...make(bytes, folder),
      }));

      const [request] = server.requests;
      assert(request !== undefined);
      assertEquals(headerOf(request.head, "content-length"), String(size));
      assertEquals(headerOf(request.head, "transfer-encoding"), undefined);
      assert(sameBytes(request.body, bytes), `${size} bytes arrived equal`);
      const [began, ended] = [events.at(0), events.at(-1)];
      const progress = events.at(-2);
      assertEquals(began?.phase, "began");
      assertEquals(began?.bytesEstimated, size);
      assertEquals(progress?.phase, "progress");
      assertEquals(progress?.bytesTransferred, size);
      assert(ended?.phase === "ended");
      assertEquals(outcomeOf(ended), "200 text");
      assertEquals(ended.bytesTransferred, size);
    }
  });
}

const UNSIZED: readonly (readonly [
  kind: string,
  make: (bytes: Bytes, folder: TempFolder) => UploadSource,
])[] = [
  ["a stream", (bytes) => streamOf(bytes)],
  ["an async iterable", (bytes) => chunksOf(bytes)],
  [
    "the stream of an open file",
    (bytes, folder) => Deno.openSync(folder.write("data.bin", bytes)).readable,
  ],
];

for (const [kind, make] of UNSIZED) {
  Deno.test(`upload() sends ${kind} without a size chunked`, async () => {
    for (const size of [0, 1, 3_000_000]) {
      using folder = new TempFolder();
      await using server = serveAnswers();
      const bytes = random.subarray(0, size);

      const events = await eventsOf(
        upload(
          server.url,
          "PUT",
          { progress: true },
          make(bytes, folder),
          TYPE,
        ),
      );

      const [request] = server.requests;
      assert(request !== undefined);
      assertEquals(headerOf(request.head, "content-length"), undefined);
      assertEquals(headerOf(request.head, "transfer-encoding"), "chunked");
      assert(sameBytes(request.body, bytes), `${size} bytes arrived equal`);
      assert(events.every(({ bytesEstimated }) => bytesEstimated === -1));
      assertEquals(events.at(-1)?.bytesTransferred, size);
      if (size > 0) assertEquals(events.at(-2)?.bytesTransferred, size);
    }
  });
}
