import { assert, assertEquals, assertRejects } from "@std/assert";
import { Readable } from "node:stream";
import { UploadError } from "../../src/errors/upload_error.ts";
import { openFunctionSource } from "../../src/source/function_source.ts";
import { bytesSource } from "../../src/source/memory_source.ts";
import { openSource } from "../../src/source/open_source.ts";
import type { OpenSource } from "../../src/source/source.ts";
import type {
  FindSource,
  FoundSource,
  SourceRange,
} from "../../src/source/upload_source.ts";
import { TempFolder } from "../support/files.ts";
import { isOpen } from "../support/open_files.ts";
import { RejectionWatch } from "../support/rejection_watch.ts";

const HELLO = new TextEncoder().encode("hello");

/** A stream, and what it was cancelled with. */
class Watched {
  readonly reasons: unknown[] = [];
  readonly source: ReadableStream<Uint8Array>;

  constructor(...chunks: Uint8Array[]) {
    this.source = new ReadableStream<Uint8Array>({
      pull(controller) {
        const chunk = chunks.shift();
        if (chunk === undefined) controller.close();
        else controller.enqueue(chunk);
      },
      cancel: (reason) => void this.reasons.push(reason),
    }, { highWaterMark: 0 });
  }
}

/** Opens a function that finds sources, of a stated size or none. */
async function open(
  find: (range: SourceRange) => FoundSource | Promise<FoundSource>,
  size?: number,
  signal: AbortSignal = new AbortController().signal,
) {
  const source: FindSource = (range) => Promise.resolve(find(range));
  return await openSource({ source, size, baseDirectory: undefined }, signal);
}

function slice({ start, end }: SourceRange): FoundSource {
  const source = HELLO.slice(start, end);
  return { source, size: source.byteLength };
}

Deno.test("a function gives any range as often as need be, and is asked for just that", async () => {
  const asked: SourceRange[] = [];
  const opened = await open((range) => {
    asked.push(range);
    return slice(range);
  }, 5);
  assertEquals([opened.size, opened.reopens, asked.length], [5, true, 0]);

  for (const range of [undefined, { start: 1, end: 3 }, { start: 0, end: 5 }]) {
    const { stream } = await opened.open(range);
    assertEquals(
      await new Response(stream).bytes(),
      HELLO.slice(range?.start, range?.end),
    );
  }
  assertEquals(asked, [{ start: 0 }, { start: 1, end: 3 }, { start: 0 }]);
});

Deno.test("a function of no stated size is opened first to learn it, and that is used", async () => {
  let calls = 0;
  const opened = await open((range) => {
    calls++;
    return slice(range);
  });
  assertEquals([opened.size, calls], [5, 1]);
  for (const expected of [1, 2]) {
    const { stream, size } = await opened.open();
    assertEquals(await new Response(stream).bytes(), HELLO);
    assertEquals([size, calls], [5, expected]);
  }
});

Deno.test("a function of unknown size gives bytes of unknown length, and again", async () => {
  const opened = await open(() => ({
    ...new Watched(HELLO),
    size: undefined,
  }));
  for (let round = 0; round < 2; round++) {
    const { size, stream } = await opened.open();
    assertEquals([size, opened.size, opened.reopens], [-1, -1, true]);
    assertEquals(await new Response(stream).bytes(), HELLO);
  }
});

Deno.test("what a function opened to learn its size is closed if a part is needed instead", async () => {
  const whole = new Watched();
  const opened = await open((range) =>
    range.end === undefined ? { ...whole, size: 5 } : slice(range)
  );
  const { stream } = await opened.open({ start: 2, end: 5 });

  assertEquals(await new Response(stream).text(), "llo");
  assertEquals(whole.reasons.length, 1);
});

Deno.test("what a function opened to learn its size is closed if it is not needed", async () => {
  const whole = new Watched();
  const opened = await open(() => ({ ...whole, size: 5 }));
  await opened.close("enough");

  assertEquals(whole.reasons, ["enough"]);
  const error = await assertRejects(
    async () => await opened.open(),
    DOMException,
  );
  assertEquals(error.name, "AbortError");
});

Deno.test("a function that ignores the range ends with an error that says so", async () => {
  const whole = new Watched(HELLO);
  const opened = await open(() => ({ ...whole, size: 5 }), 5);
  const error = await assertRejects(
    async () => await opened.open({ start: 2, end: 5 }),
    UploadError,
  );

  assertEquals([error.code, error.message, error.hint], [
    "source",
    "Cannot open bytes 2 to 5 of source: its function returned 5 bytes instead of 3",
    "return only the bytes of the range: a server that ignores the header 'Range' responds with status 200 and all bytes",
  ]);
  assertEquals(whole.reasons.length, 1);
});

Deno.test("a function must return as many bytes each time", async () => {
  const sizes = [5, 4];
  const opened = await open(() => slice({ start: 0, end: sizes.shift() ?? 0 }));
  await opened.open();
  const error = await assertRejects(
    async () => await opened.open(),
    UploadError,
  );

  assertEquals([error.code, error.message, error.hint], [
    "source",
    "Cannot open source again: its function returned 4 bytes instead of 5",
    "return the same bytes each time, or correct 'size'",
  ]);
});

for (
  const [bytes, message] of [
    [HELLO.subarray(2), "it ended after 3 of 4 bytes"],
    [HELLO, "it has more than the 4 bytes stated"],
  ] as const
) {
  Deno.test(`a stream that a function opens for a range has its length: ${message}`, async () => {
    const opened = await open(
      () => ({ ...new Watched(bytes), size: undefined }),
      5,
    );
    const { stream } = await opened.open({ start: 1, end: 5 });
    const error = await assertRejects(
      () => new Response(stream).bytes(),
      Error,
    );

    assert(error.message.includes(message), error.message);
  });
}

Deno.test("a function is not called for bytes that it does not have", async () => {
  let calls = 0;
  const opened = await open((range) => {
    calls++;
    return slice(range);
  }, 5);
  for (const [start, end] of [[0, 6], [-1, 2], [3, 2], [0.5, 2]] as const) {
    await assertRejects(
      async () => await opened.open({ start, end }),
      UploadError,
      `Cannot open bytes ${start} to ${end} of source: it has 5 bytes`,
    );
  }
  assertEquals(calls, 0);
});

for (
  const [kind, fail] of [
    ["throws", () => {
      throw new TypeError("no such thing");
    }],
    ["rejects", () => Promise.reject(new TypeError("no such thing"))],
  ] as const
) {
  Deno.test(`a function that ${kind} ends with code source, and its cause`, async () => {
    const error = await assertRejects(() => open(fail), UploadError);

    assertEquals([error.code, error.message], [
      "source",
      "Cannot open source: no such thing",
    ]);
    assert(error.cause instanceof TypeError);
  });
}

Deno.test("what a function opens after a cancel is closed, and not waited for", async () => {
  const found = Promise.withResolvers<FoundSource>();
  const asked = Promise.withResolvers<void>();
  const controller = new AbortController();
  const opening = open(
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
  await new Promise((resolve) => setTimeout(resolve));
  assertEquals(late.reasons.length, 1);
});

Deno.test("what a function opens after the end is closed", async () => {
  const found = Promise.withResolvers<FoundSource>();
  const opened = await open(() => found.promise, 5);
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
  const opening = open(
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
  const source: FindSource = () =>
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
  const opened = await open(() => ({ source, size: undefined }));
  source.destroy(new Error("it is over"));
  await new Promise((resolve) => source.once("close", resolve));

  assertEquals(await rejections.seen(), []);
  await assertRejects(
    async () => await opened.open(),
    UploadError,
    "Cannot read source: it is over",
  );
});

Deno.test("a file that a function names is closed if it opens after the end", async () => {
  const asked = Promise.withResolvers<void>();
  const file = Promise.withResolvers<OpenSource>();
  const reasons: unknown[] = [];
  const opened = await openFunctionSource({
    find: () => Promise.resolve({ source: "a.txt", size: undefined }),
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
