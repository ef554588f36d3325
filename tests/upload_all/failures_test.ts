import {
  type UploadAll,
  uploadAll,
  UploadError,
  type UploadOptions,
} from "@network/upload";
import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertMatch,
  assertRejects,
} from "@std/assert";
import { HeldFetch } from "../support/held_fetch.ts";
import { answering, Many } from "../support/many.ts";
import { turns } from "../support/turns.ts";

/** Uploads, of which those with these indexes are something else. */
function* withBroken(
  many: Many,
  broken: Readonly<Record<number, unknown>>,
): Generator<unknown> {
  for (const options of many) yield broken[many.taken - 1] ?? options;
}

/** Calls it as plain JavaScript does. */
function call(...args: unknown[]): UploadAll {
  return Reflect.apply(uploadAll, undefined, args);
}

Deno.test("uploadAll() goes on when uploads fail", async () => {
  const statusOf = (index: number) => index % 3 === 0 ? 500 : 200;
  const many = new Many(10, answering(statusOf));
  const missing = { ...many.options(4), source: "/nowhere/missing.bin" };
  const refusing = {
    ...many.options(5),
    fetch: () => Promise.reject(new TypeError("connection reset")),
  };

  const ends: Record<number, string | number> = {};
  for await (
    const event of call(withBroken(many, { 4: missing, 5: refusing }))
  ) {
    if (event.phase !== "ended") continue;
    ends[event.index] = event.error?.code ?? event.status;
  }

  const all = [500, 200, 200, 500, "not-found", "network", 500, 200, 200, 500];
  assertEquals(Object.values(ends), all);
});

Deno.test("uploadAll() makes a failed upload of invalid options, and goes on", async () => {
  const many = new Many(5, answering());
  const url = "http://user:secret@127.0.0.1/here";
  const invalid = { ...many.options(1), url, method: "GET" };
  const broken = { 1: invalid, 2: "http://127.0.0.1/", 3: { source: "x" } };
  const running = call(withBroken(many, broken), { parallel: 1 });

  const events = await Array.fromAsync(running);

  assertEquals(events.map(({ index }) => index), [0, 1, 2, 3, 4]);
  const errors = events.map((event) =>
    event.isError ? event.error.message : ""
  );
  assertEquals(errors[0], "");
  assertMatch(errors[1] ?? "", /^Cannot start the upload: 'method' /);
  assertEquals(
    errors[2],
    "Cannot start the upload: each of 'uploads' must be a plain object of options (got string)",
  );
  assertMatch(errors[3] ?? "", /^Cannot start the upload: 'url' /);
  assertEquals(errors[4], "");
  const [, event] = events;
  assert(event?.isError);
  assertEquals(event.url, "http://127.0.0.1/here");
  assertEquals([event.error.code, event.ok], ["invalid-options", false]);
  assertInstanceOf(event.error.cause, TypeError);
  assertEquals(event.response, event.error.message);
  assertEquals(new Set(events.map(({ requestId }) => requestId)).size, 5);
  const { ended, failed } = await running;
  assertEquals([ended, failed], [5, 3]);
});

Deno.test("uploadAll() completes what runs when the iterable throws, and tells of it", async () => {
  const held = new HeldFetch();
  const many = new Many(2, held.fetch);
  const thrown = new Error("the list of https://u:p@host/?key=1 is gone");
  async function* uploads(): AsyncGenerator<UploadOptions> {
    yield* many;
    throw thrown;
  }

  const running = uploadAll(uploads(), { parallel: 5 });
  await held.count(2);
  await turns();
  for (const index of [1, 0]) await held.answer(index);
  const events = await Array.fromAsync(running);

  const ends = events.map((event) => event.isError ? event.error.code : "");
  assertEquals(ends.sort(), ["", "", "source"]);
  const last = events.find(({ index }) => index === 2);
  assert(last?.isError);
  assertEquals(
    last.error.message,
    "Cannot take the next upload: the list of https://host/ is gone",
  );
  const { files, ended, failed } = await running;
  assertEquals([files, ended, failed], [3, 3, 1]);
  await assertRejects(() => running.orThrow(), AggregateError, "1 of 3");
});

Deno.test("uploadAll() tells of an iterable that throws at once, and of an UploadError as it is", async () => {
  const own = new UploadError("permission", "Cannot list the files");
  const uploads: Iterable<UploadOptions> = {
    [Symbol.iterator]() {
      throw own;
    },
  };

  const [event, ...more] = await Array.fromAsync(uploadAll(uploads));

  assert(event?.isError);
  assert(event.error === own);
  assertEquals([event.index, more], [0, []]);
});

Deno.test("orThrow() of all rejects with the errors of those that failed, a hundred at most", async () => {
  const many = new Many(300, answering((index) => index < 200 ? 404 : 200));

  const running = uploadAll(many, { parallel: 1 });
  const error = await assertRejects(() => running.orThrow(), AggregateError);

  assertEquals(
    error.message,
    'Cannot complete 200 of 300 uploads: Cannot upload to "127.0.0.1": the server responded with 404',
  );
  assertEquals(error.errors.length, 100);
  for (const one of error.errors) assertInstanceOf(one, UploadError);
  assertEquals(error.errors[0].code, "status");
  assertMatch(error.stack ?? "", /failures_test\.ts/);
});

Deno.test("orThrow() of all gives the totals when all went well", async () => {
  const totals = await uploadAll(new Many(3, answering())).orThrow();

  const { files, ended, failed } = totals;
  assertEquals([files, ended, failed], [3, 3, 0]);
});
