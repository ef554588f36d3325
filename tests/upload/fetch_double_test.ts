import { assertEquals } from "@std/assert";
import { type FetchLike, upload, type UploadSource } from "@network/upload";
import { runningCount } from "../../src/transfer/cancel_registry.ts";
import { randomBytes, TempFolder } from "../support/files.ts";
import { isOpen } from "../support/open_files.ts";

const URL_GIVEN = "http://127.0.0.1/";
const MULTIPART = { name: "file", filename: "data.bin" };
const CHUNK = 64 * 1024;

/** A source that a double never looks at, and what a 201 says of it. */
interface Ignored {
  readonly name: string;
  make(folder: TempFolder): UploadSource;
  /** Bytes that were uploaded, as far as it is known. */
  readonly size: number;
  readonly params?: { size: number };
}

/** A stream that never gives anything. */
function silent(cancelled: () => void = () => {}): ReadableStream<Uint8Array> {
  return new ReadableStream({ cancel: cancelled });
}

async function* never(): AsyncGenerator<Uint8Array> {
  yield await new Promise<Uint8Array>(() => {});
}

const IGNORED: readonly Ignored[] = [
  ...[0, 5, CHUNK, CHUNK + 1, 5_000_000].flatMap((size) => [
    { name: `${size} bytes`, make: () => new Uint8Array(size), size },
    {
      name: `a Blob of ${size} bytes`,
      make: () => new Blob([new Uint8Array(size)]),
      size,
    },
    {
      name: `a file of ${size} bytes`,
      make: (folder: TempFolder) => folder.sparse("data.bin", size),
      size,
    },
  ]),
  { name: "a stream", make: () => silent(), size: 0 },
  {
    name: "a stream of 70,000 bytes",
    make: () => silent(),
    size: 70_000,
    params: { size: 70_000 },
  },
  { name: "an iterable", make: never, size: 0 },
];

for (const { name, make, size, params } of IGNORED) {
  for (const method of ["PUT", "POST"]) {
    Deno.test(`upload() trusts a fetch that returns 201 and never reads ${name} (${method})`, async () => {
      using folder = new TempFolder();
      const fetch: FetchLike = () =>
        Promise.resolve(new Response("stored", { status: 201 }));
      const source = make(folder);
      const given = { url: URL_GIVEN, method, source, fetch, timeout: 0 };

      const ended = await upload({ ...given, ...params }).ended;

      assertEquals([ended.status, ended.response], [201, "stored"]);
      assertEquals(ended.bytesTransferred, size);
      assertEquals(runningCount(), 0);
      assertEquals(await isOpen(`${folder.path}/data.bin`), false);
    });
  }

  Deno.test(`upload() ends with the 413 of a fetch that never reads ${name}, alone and in a form`, async () => {
    using folder = new TempFolder();
    const fetch: FetchLike = () =>
      Promise.resolve(new Response("too large", { status: 413 }));

    for (const multipart of [undefined, MULTIPART]) {
      const source = make(folder);
      const given = { url: URL_GIVEN, source, multipart, fetch, timeout: 0 };
      const ended = await upload({ ...given, ...params }).ended;

      assertEquals([ended.status, ended.response], [413, "too large"]);
      assertEquals(ended.ok, false);
      assertEquals(await isOpen(`${folder.path}/data.bin`), false);
    }
  });
}

Deno.test("upload() counts a form as sent if a fetch returns 201 and never reads it", async () => {
  const fetch: FetchLike = () => Promise.resolve(new Response());
  const source = randomBytes(70_000);

  const { bytesTransferred, bytesEstimated } = await upload({
    url: URL_GIVEN,
    source,
    multipart: MULTIPART,
    fetch,
    timeout: 0,
  }).ended;

  assertEquals(bytesTransferred, bytesEstimated);
  assertEquals(bytesTransferred > 70_000, true);
});

Deno.test("upload() counts nothing as sent if a fetch returns 413 and never reads the body", async () => {
  const fetch: FetchLike = () =>
    Promise.resolve(new Response(null, { status: 413 }));
  const source = randomBytes(70_000);

  const ended = await upload({ url: URL_GIVEN, source, fetch }).ended;

  assertEquals([ended.bytesTransferred, ended.bytesEstimated], [0, 70_000]);
});

Deno.test("upload() closes a stream that a fetch never reads", async () => {
  const closed = Promise.withResolvers<void>();
  const fetch: FetchLike = () => Promise.resolve(new Response());

  await upload({
    url: URL_GIVEN,
    source: silent(closed.resolve),
    fetch,
    timeout: 0,
  }).ended;

  await closed.promise;
});

for (const status of [201, 413]) {
  Deno.test(`upload() returns a ${status} of a fetch that reads only the first bytes`, async () => {
    const fetch: FetchLike = async (_, { body }) => {
      await new Response(body).body?.getReader().read();
      return new Response(null, { status });
    };
    const source = randomBytes(3_000_000);

    const { error, status: last } = await upload({
      url: URL_GIVEN,
      source,
      fetch,
      timeout: 0.2,
    }).ended;

    // Success of a part would be no success.
    assertEquals([error?.code, last], [
      status === 201 ? "timeout" : undefined,
      status,
    ]);
  });
}
