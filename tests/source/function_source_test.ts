import { assert, assertEquals, assertRejects } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import type { SourceRange } from "../../src/source/upload_source.ts";
import {
  HELLO,
  openFunction,
  slice,
  Watched,
} from "../support/found_sources.ts";

Deno.test("a function is called with exactly the range that is needed, any number of times", async () => {
  const asked: SourceRange[] = [];
  const opened = await openFunction((range) => {
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

Deno.test("a function without a stated size is opened first to learn it, and those bytes are used", async () => {
  let calls = 0;
  const opened = await openFunction((range) => {
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

Deno.test("a function of unknown size yields bytes of unknown length each time", async () => {
  const opened = await openFunction(() => ({
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
  const opened = await openFunction((range) =>
    range.end === undefined ? { ...whole, size: 5 } : slice(range)
  );
  const { stream } = await opened.open({ start: 2, end: 5 });

  assertEquals(await new Response(stream).text(), "llo");
  assertEquals(whole.reasons.length, 1);
});

Deno.test("what a function opened to learn its size is closed if it is not needed", async () => {
  const whole = new Watched();
  const opened = await openFunction(() => ({ ...whole, size: 5 }));
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
  const opened = await openFunction(() => ({ ...whole, size: 5 }), 5);
  const error = await assertRejects(
    async () => await opened.open({ start: 2, end: 5 }),
    UploadError,
  );

  assertEquals([error.code, error.message, error.hint], [
    "source",
    "Cannot open bytes 2 to 5 of the source: its function returned 5 bytes instead of 3",
    "return only the bytes of the range: a server that ignores the header 'Range' responds with status 200 and all bytes",
  ]);
  assertEquals(whole.reasons.length, 1);
});

Deno.test("a function must return as many bytes each time", async () => {
  const sizes = [5, 4];
  const opened = await openFunction(() =>
    slice({ start: 0, end: sizes.shift() ?? 0 })
  );
  await opened.open();
  const error = await assertRejects(
    async () => await opened.open(),
    UploadError,
  );

  assertEquals([error.code, error.message, error.hint], [
    "source",
    "Cannot open the source again: its function returned 4 bytes instead of 5",
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
    const opened = await openFunction(
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
  const opened = await openFunction((range) => {
    calls++;
    return slice(range);
  }, 5);
  for (const [start, end] of [[0, 6], [-1, 2], [3, 2], [0.5, 2]] as const) {
    await assertRejects(
      async () => await opened.open({ start, end }),
      UploadError,
      `Cannot open bytes ${start} to ${end} of the source: it has 5 bytes`,
    );
  }
  assertEquals(calls, 0);
});
