import { UploadError } from "@network/upload";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { blobStream, isPlainBlob } from "../../src/source/blob_stream.ts";
import { MAX_CHUNK } from "../../src/streams/chunk_size.ts";
import { sameBytes } from "../support/bytes.ts";
import { randomBytes } from "../support/files.ts";
import { turn } from "../support/turns.ts";

const BYTES = randomBytes(5_000_001);

const BLOBS: [what: string, blob: Blob, bytes: Uint8Array<ArrayBuffer>][] = [
  ["of one part", new Blob([BYTES]), BYTES],
  [
    "of many parts",
    new Blob([BYTES.subarray(0, 7), "", BYTES.subarray(7)]),
    BYTES,
  ],
  ["that is a slice", new Blob([BYTES]).slice(9, -9), BYTES.slice(9, -9)],
  ["that is a File", new File([BYTES], "a"), BYTES],
  ["that is empty", new Blob(), new Uint8Array()],
];

for (const [what, blob, bytes] of BLOBS) {
  Deno.test(`blobStream() yields the bytes of a Blob ${what} in chunks of limited size with their own memory`, async () => {
    const chunks = await Array.fromAsync(blobStream(blob));

    assertEquals(isPlainBlob(blob), true);
    assert(sameBytes(await new Blob(chunks).bytes(), bytes));
    assert(chunks.every(({ byteLength }) => byteLength <= MAX_CHUNK));
    assertEquals(
      new Set(chunks.map(({ buffer }) => buffer)).size,
      chunks.length,
    );
  });
}

Deno.test("blobStream() reads nothing before it is read", async () => {
  const blob = new Blob([BYTES]);
  let slices = 0;
  blob.slice = () => {
    slices++;
    return new Blob();
  };

  const stream = blobStream(blob);
  await turn();

  assertEquals(slices, 0);
  assertEquals(await Array.fromAsync(stream), []);
});

Deno.test("blobStream() is cancelled with the slice that it reads", async () => {
  const reasons: unknown[] = [];
  const blob = new Blob([BYTES]);
  const slice = new Blob();
  slice.stream = () =>
    new ReadableStream({
      pull: (controller) => controller.enqueue(BYTES.slice(0, 9)),
      cancel: (reason) => void reasons.push(reason),
    });
  blob.slice = () => slice;
  const reader = blobStream(blob).getReader();
  await reader.read();

  await reader.cancel("enough");

  assertEquals(reasons, ["enough"]);
});

Deno.test("isPlainBlob() rejects a Blob that returns other bytes than it holds", () => {
  class Other extends Blob {
    override stream() {
      return new Blob(["other"]).stream();
    }
  }
  assertEquals(isPlainBlob(new Other()), false);
  const patched = new Blob();
  patched.stream = () => new Other().stream();
  assertEquals(isPlainBlob(patched), false);
});

Deno.test("blobStream() fails with source if the file of a Blob cannot be read", async () => {
  const failure = new TypeError("network error");
  const changed = new Blob([BYTES]);
  const slice = new Blob();
  slice.stream = () =>
    new ReadableStream({ pull: () => Promise.reject(failure) });
  changed.slice = () => slice;

  const error = await assertRejects(
    () => Array.fromAsync(blobStream(changed)),
    UploadError,
  );

  assertEquals([error.code, error.cause], ["source", failure]);
});
