import { type FetchLike, upload, type UploadParams } from "@network/upload";
import { assertEquals } from "@std/assert";
import { outcomeOf } from "../support/events.ts";
import { closing, redirect, serveAnswers } from "../support/raw_request.ts";

const TYPE = "application/octet-stream";
const SIZES = [5, 300_000];

/** A `fetch` that keeps a copy of each response, as loggers and mocks do, and what it keeps. */
function keeping(): { fetch: FetchLike; clear(): Promise<void> } {
  const native = fetch;
  const kept: Response[] = [];
  return {
    async fetch(url, init) {
      const response = await native(url, init);
      kept.push(response.clone());
      return response;
    },
    async clear() {
      await Promise.all(kept.map((response) => response.body?.cancel()));
    },
  };
}

type Row = readonly [
  what: string,
  answers: string[],
  ends: string,
  UploadParams?,
];

const ROWS: readonly Row[] = [
  ["an answer", [closing("ok")], "200 text"],
  ["a redirect", [redirect(307, "/b"), closing("ok")], "200 text"],
  ["a redirect to a GET", [redirect(303, "/b"), closing("ok")], "200 text"],
  ["a redirect that is refused", [redirect(307, "ftp://h/")], "network"],
  [
    "a redirect that is the answer",
    [redirect(307, "/b")],
    "307 text",
    { handleRedirects: false },
  ],
  [
    "an answer that is too large",
    [closing("x".repeat(200_000))],
    "response-too-large",
    { maxResponseBytes: 100_000 },
  ],
];

for (const [what, answers, ends, given] of ROWS) {
  for (const size of SIZES) {
    Deno.test(`upload() does not wait for a params.fetch that keeps a copy of ${what} (${size} bytes)`, async () => {
      await using server = serveAnswers(...answers);
      const { fetch, clear } = keeping();
      const params = { ...given, fetch, timeout: 0 };
      const source = new Blob([new Uint8Array(size)]);

      const ended = await upload(server.url, "PUT", params, source, TYPE).ended;

      assertEquals(outcomeOf(ended), ends);
      await clear();
    });

    Deno.test(`upload() does not wait for a global fetch that keeps a copy of ${what} (${size} bytes)`, async () => {
      await using server = serveAnswers(...answers);
      const native = globalThis.fetch;
      const { fetch, clear } = keeping();
      try {
        Object.assign(globalThis, { fetch });
        const params = { ...given, timeout: 0 };
        const source = new Blob([new Uint8Array(size)]);

        const ended = await upload(server.url, "PUT", params, source, TYPE)
          .ended;

        assertEquals(outcomeOf(ended), ends);
        await clear();
      } finally {
        globalThis.fetch = native;
      }
    });
  }
}
