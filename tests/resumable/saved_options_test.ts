import { CachesDirectory, type UploadOptions } from "@network/upload";
import { PendingUploads } from "@network/upload/pending";
import { MemoryStore } from "@network/upload/resumable";
import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  restoreOptions,
  saveOptions,
} from "../../src/resumable/saved_options.ts";
import { entriesOf } from "./store_conformance.ts";

const URL_TEXT = "https://user:secret@example.com/?token=secret";
const MAX_BYTES = 1_000;

/** The options after they were in a store. */
async function restored(options: UploadOptions): Promise<UploadOptions> {
  const text = JSON.stringify(await saveOptions(options, MAX_BYTES));
  const back = restoreOptions(JSON.parse(text));
  assert(back !== undefined);
  return back;
}

Deno.test("saved options are those of the call", async () => {
  const options: UploadOptions = {
    url: URL_TEXT,
    method: "PUT",
    source: "video.mp4",
    baseDirectory: CachesDirectory,
    contentType: null,
    headers: { "X-Id": "7" },
    timeout: 60,
    progress: true,
    handleRedirects: { limit: 3, keepHeaders: ["x-id"] },
    multipart: { name: "video", fields: [["a", "1"], ["a", 2], ["b", true]] },
    retry: { limit: 2, statuses: [503] },
    size: 5,
    signal: undefined,
  };
  const { signal: _, ...given } = options;

  assertEquals(await restored(options), {
    ...given,
    headers: { "x-id": "7" },
  });
  const fields = { a: "1", b: 2 };
  const { multipart } = await restored({ ...options, multipart: { fields } });
  assertEquals(multipart, { fields: [["a", "1"], ["b", 2]] });
});

Deno.test("saved URLs are those of the call", async () => {
  const { url, source, baseDirectory } = await restored({
    url: new URL(URL_TEXT),
    source: new URL("file:///srv/a%20b"),
    baseDirectory: new URL("file:///srv/"),
  });

  assertEquals(url, URL_TEXT);
  assertEquals(source, "file:///srv/a%20b");
  assertEquals(baseDirectory, new URL("file:///srv/"));
});

Deno.test("saved bytes are those of the moment of the call", async () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, at) => at);
  const expected = bytes.slice(1, 255);
  const saving = restored({ url: URL_TEXT, source: bytes.subarray(1, 255) });
  bytes.fill(0);
  const { source } = await saving;

  assert(source instanceof Blob);
  assertEquals(await source.bytes(), expected);
});

Deno.test("a saved File keeps its name, its type and its time, a Blob its type", async () => {
  const file = new File(["ä"], "a.txt", {
    type: "text/plain",
    lastModified: 5,
  });
  const { source } = await restored({ url: URL_TEXT, source: file });
  assert(source instanceof File);
  assertEquals([source.name, source.type, source.lastModified], [
    "a.txt",
    "text/plain",
    5,
  ]);
  assertEquals(await source.text(), "ä");
  const blob = new Blob([], { type: "image/png" });
  const { source: empty } = await restored({ url: URL_TEXT, source: blob });
  assert(empty instanceof Blob && !(empty instanceof File));
  assertEquals([empty.size, empty.type], [0, "image/png"]);
});

const REFUSED: Record<string, Partial<Record<string, unknown>>> = {
  "'source' cannot be saved (got ReadableStream)": {
    source: new Blob(["a"]).stream(),
  },
  "'source' cannot be saved (got function)": { source: () => "a.txt" },
  "'source' cannot be saved (got FormData)": { source: new FormData() },
  "'source' cannot be saved (got Response)": { source: new Response() },
  "'source' cannot be saved: it has 1001 bytes, and 'maxBytes' is 1000": {
    source: new Uint8Array(1_001),
  },
  "'signal' cannot be saved (got AbortSignal)": {
    signal: new AbortController().signal,
  },
  "'fetch' cannot be saved (got function)": { fetch },
  "'protocol' cannot be saved (got function)": { protocol: () => {} },
  "'retry.refresh' cannot be saved (got function)": {
    retry: { refresh: () => {} },
  },
  "'multipart.fields' cannot be saved (got Blob)": {
    multipart: { fields: { a: new Blob() } },
  },
  "'maxResponseBytes' cannot be saved (got Infinity)": {
    maxResponseBytes: Infinity,
  },
  "'tiemout' is not an option: did you mean 'timeout'?": { tiemout: 1 },
  "'method' must": { method: "GET" },
};

for (const [message, options] of Object.entries(REFUSED)) {
  Deno.test(`save() refuses: ${message}`, async () => {
    const store = new MemoryStore();
    const pending = new PendingUploads(store, { maxBytes: MAX_BYTES });
    const given = { url: URL_TEXT, source: "a.txt", ...options };
    const error = await assertRejects(
      async () => await Reflect.apply(pending.save, pending, [given]),
      TypeError,
      message,
    );

    assert(!error.message.includes("secret"));
    assertEquals(await entriesOf(store), []);
  });
}
