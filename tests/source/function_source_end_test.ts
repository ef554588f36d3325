import { assert, assertEquals, assertRejects } from "@std/assert";
import { Readable } from "node:stream";
import { UploadError } from "../../src/errors/upload_error.ts";
import { openFunctionSource } from "../../src/source/function_source.ts";
import { bytesSource } from "../../src/source/memory_source.ts";
import { openSource } from "../../src/source/open_source.ts";
import type { OpenSource } from "../../src/source/source.ts";
import type {
  CheckedSourceFunction,
  ReturnedSource,
} from "../../src/source/upload_source.ts";
import { TempFolder } from "../support/files.ts";
import {
  HELLO,
  openFunction,
  slice,
  Watched,
} from "../support/found_sources.ts";
import { isOpen } from "../support/open_files.ts";
import { RejectionWatch } from "../support/rejection_watch.ts";
import { until } from "../support/until.ts";

for (
  const [kind, fail] of [
    ["throws", () => {
      throw new TypeError("no such thing");
    }],
    ["rejects", () => Promise.reject(new TypeError("no such thing"))],
  ] as const
) {
  Deno.test(`a function that ${kind} ends with code source, and its cause`, async () => {
    const error = await assertRejects(() => openFunction(fail), UploadError);

    assertEquals([error.code, error.message], [
      "source",
      "Cannot open the source: no such thing",
    ]);
    assert(error.cause instanceof TypeError);
  });
}

Deno.test("an UploadError that a function throws stays as it is", async () => {
  const thrown = new UploadError("network", "no token", { isTransient: true });

  const error = await openFunction(() => Promise.reject(thrown))
    .catch((thrown: unknown) => thrown);

  assert(error === thrown);
});

Deno.test("what a function opens after a cancel is closed without waiting for it", async () => {
  const found = Promise.withResolvers<ReturnedSource>();
  const asked = Promise.withResolvers<void>();
  const controller = new AbortController();
  const opening = openFunction(
    () => {
      asked.resolve();
      return found.promise;
    },
    undefined,
    controller.signal,
  );
  await asked.promise;
  controller.abort("enough");
  assertEquals(await opening.catch((thrown) => thrown), "enough");

  const late = new Watched();
  found.resolve({ ...late, size: 5 });
  await until(() => late.reasons.length > 0);
  assertEquals(late.reasons.length, 1);
});

Deno.test("what a function opens after the end is closed", async () => {
  const found = Promise.withResolvers<ReturnedSource>();
  const opened = await openFunction(() => found.promise, 5);
  const opening = assertRejects(async () => await opened.open(), DOMException);
  await opened.close("enough");

  const late = new Watched();
  found.resolve({ ...late, size: 5 });
  await opening;
  assertEquals(late.reasons.length, 1);
});

Deno.test("a function is not called if the upload is cancelled at once", async () => {
  const controller = new AbortController();
  let calls = 0;
  const opening = openFunction(
    (range) => {
      calls++;
      return slice(range);
    },
    undefined,
    controller.signal,
  );
  controller.abort("enough");

  assertEquals(await opening.catch((thrown) => thrown), "enough");
  assertEquals(calls, 0);
});

Deno.test("a file that a function names is in the base directory, and closed at the end", async () => {
  using folder = new TempFolder();
  const path = folder.write("a.txt", "hello");
  const source: CheckedSourceFunction = () =>
    Promise.resolve({ source: "a.txt", size: undefined });
  const opened = await openSource(
    { source, size: undefined, baseDirectory: folder.url },
    new AbortController().signal,
  );
  assertEquals(opened.size, 5);
  for (let round = 0; round < 2; round++) {
    const { stream } = await opened.open();
    assertEquals(await new Response(stream).bytes(), HELLO);
  }
  await assertRejects(
    async () => await opened.open({ start: 1, end: 3 }),
    UploadError,
    "its function returned 5 bytes instead of 2",
  );
  assertEquals(await isOpen(path), true);
  await opened.close("done");
  assertEquals(await isOpen(path), false);
});

Deno.test("a Node stream that a function returns may fail before it is read", async () => {
  await using rejections = new RejectionWatch();
  const source = Readable.from([]);
  const opened = await openFunction(() => ({ source, size: undefined }));
  source.destroy(new Error("it is over"));
  await new Promise((resolve) => source.once("close", resolve));

  assertEquals(await rejections.seen(), []);
  await assertRejects(
    async () => await opened.open(),
    UploadError,
    "Cannot read the source: it is over",
  );
});

Deno.test("a file that a function names is closed if it opens after the end", async () => {
  const asked = Promise.withResolvers<void>();
  const file = Promise.withResolvers<OpenSource>();
  const reasons: unknown[] = [];
  const opened = await openFunctionSource({
    call: () => Promise.resolve({ source: "a.txt", size: undefined }),
    size: 5,
    open() {
      asked.resolve();
      return file.promise;
    },
    signal: new AbortController().signal,
  });
  const opening = assertRejects(async () => await opened.open(), DOMException);
  await asked.promise;
  await opened.close("enough");
  file.resolve({
    ...bytesSource(HELLO),
    close: (reason) => void reasons.push(reason),
  });
  await opening;

  assertEquals(reasons.length, 1);
});
