import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { UploadError } from "@network/upload";
import type { Reply } from "../../src/request/protocol.ts";
import { assertComplete, refreshParts } from "../../src/s3/listed_parts.ts";
import { UploadState } from "../../src/s3/upload_state.ts";
import { bytesSource } from "../../src/source/memory_source.ts";
import { streamSource } from "../../src/source/stream_source.ts";
import { streamOf } from "../support/bytes.ts";
import { clientOf, openUpload, replyWith } from "../support/s3/s3_double.ts";

const BYTES = new Uint8Array(25);
const URL_OF_KEY = new URL("https://h/k");

const part = (number: number, size: number, more = "") =>
  `<Part><PartNumber>${number}</PartNumber><ETag>"${number}"</ETag><Size>${size}</Size>${more}</Part>`;

const page = (parts: string, next?: number) =>
  replyWith(
    200,
    `<R><IsTruncated>${next !== undefined}</IsTruncated>${
      next === undefined
        ? ""
        : `<NextPartNumberMarker>${next}</NextPartNumberMarker>`
    }${parts}</R>`,
  );

/** What the state has after the server has listed its parts. */
async function refreshed(
  pages: readonly Reply[],
  {
    upload = openUpload(bytesSource(BYTES)),
    known = [] as readonly (readonly [number, number])[],
  } = {},
): Promise<UploadState> {
  const state = new UploadState("id", 10, 0);
  state.isUncertain = true;
  for (const [number, size] of known) {
    state.add({ number, size, etag: undefined, checksum: undefined });
  }
  const left = [...pages];
  const client = clientOf(
    upload,
    () => Promise.resolve(left.shift() ?? replyWith(500)),
  );
  await refreshParts(state, upload, client);
  return state;
}

const numbersOf = ({ parts }: UploadState) => parts.map(({ number }) => number);

Deno.test("refreshParts() takes the parts of all pages that have their size", async () => {
  const state = await refreshed([
    page(part(1, 10) + part(2, 9), 2),
    page(part(3, 5) + part(4, 10)),
  ]);
  assertEquals([numbersOf(state), state.bytes], [[1, 3], 15]);
  assertEquals(state.isUncertain, false);
});

Deno.test("refreshParts() ignores what is no part", async () => {
  const state = await refreshed([
    page(`${part(0, 10)}${part(-1, 10)}${part(1.5, 10)}<Part/><Other/>`),
  ]);
  assertEquals(numbersOf(state), []);
});

Deno.test("refreshParts() sends parts of a stream again only if they were not stored", async () => {
  const upload = openUpload(streamSource(streamOf(BYTES)));
  const known = [[1, 10], [2, 10]] as const;
  const pages = [page(part(1, 10) + part(2, 10) + part(3, 5))];
  assertEquals(numbersOf(await refreshed(pages, { upload, known })), [1, 2]);
  for (const lost of [part(1, 10), part(1, 10) + part(2, 9)]) {
    const error = await assertRejects(
      () => refreshed([page(lost)], { upload, known }),
      UploadError,
    );
    assertEquals(error.code, "protocol");
  }
});

Deno.test("refreshParts() does not follow a list that repeats", async () => {
  for (const next of [0, 1]) {
    const pages = Array.from({ length: 3 }, () => page(part(1, 10), next));
    const error = await assertRejects(() => refreshed(pages), UploadError);
    assertEquals(error.code, "protocol");
  }
});

Deno.test("assertComplete() refuses a gap, other bytes and a part without an ETag", () => {
  for (
    const [numbers, size, etag] of [
      [[1, 3], -1, "a"],
      [[2], -1, "a"],
      [[], -1, "a"],
      [[1, 2], 25, "a"],
      [[1, 2], 20, undefined],
    ] as const
  ) {
    const state = new UploadState("id", 10, 0);
    for (const number of numbers) {
      state.add({ number, size: 10, etag, checksum: undefined });
    }
    const error = assertThrows(
      () => assertComplete(state, size, URL_OF_KEY),
      UploadError,
    );
    assertEquals(error.code, "protocol");
  }
});
