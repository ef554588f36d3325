import { assert, assertEquals } from "@std/assert";
import { UploadError } from "@network/upload";
import { streamSource } from "../../src/source/stream_source.ts";
import { streamOf } from "../support/bytes.ts";
import { replyOf, RetryScene } from "../support/retry_scene.ts";

const LATER = replyOf(503, { "retry-after": "7" });
const LOST = new UploadError("network", "lost", {
  hint: "see its log",
  isTransient: true,
});

Deno.test("retrying() waits exactly as long as it reported, and returns the first success", async () => {
  using scene = new RetryScene();

  await scene.start(3, [LATER, LATER]);

  assertEquals(scene.retries.map(({ delay }) => delay), [7_000]);
  await scene.pass(6_999);
  assertEquals(scene.state, [1, undefined]);
  await scene.pass(1);
  assertEquals(scene.state, [2, undefined]);
  await scene.pass(7_000);
  assertEquals(scene.state, [3, 200]);
  assertEquals(scene.retries.map(({ attempt }) => attempt), [1, 2]);
});

Deno.test("retrying() never waits longer than its delay unless the server asks for it", async () => {
  using scene = new RetryScene();

  await scene.start(4, [LOST, LOST, LOST, LOST]);
  const longest = [500, 1_000, 2_000, 4_000];
  for (const ms of longest) await scene.pass(ms);

  assertEquals(scene.state, [5, 200]);
  scene.retries.forEach(({ delay, error, status }, index) => {
    assert(delay >= 0 && delay <= (longest[index] ?? NaN), `${delay}`);
    assertEquals([error, status], [LOST, -1]);
  });
});

Deno.test("retrying() ends with the last failure once its limit is reached", async () => {
  using scene = new RetryScene();
  const last = new UploadError("timeout", "silent", { isTransient: true });

  await scene.start({ limit: 2, baseDelay: 0 }, [LOST, LATER, last]);
  await scene.pass(7_000);

  assertEquals(scene.state, [3, last]);
});

Deno.test("retrying() ends with a response whose Retry-After is too long", async () => {
  using scene = new RetryScene();

  await scene.start({ maxDelay: 6_999 }, [LATER]);

  assertEquals(scene.state, [1, 503]);
  assertEquals(scene.retries, []);
});

Deno.test("retrying() ends with an error that is not transient, and with any other status", async () => {
  for (const outcome of [new UploadError("source", "changed"), replyOf(404)]) {
    using scene = new RetryScene();

    await scene.start(3, [outcome]);

    const expected = outcome instanceof Error ? outcome : 404;
    assertEquals(scene.state, [1, expected]);
  }
});

Deno.test("retrying() turns what a protocol throws into an UploadError", async () => {
  using scene = new RetryScene();

  await scene.start({ baseDelay: 0 }, [
    new TypeError("Connection reset by peer"),
    new TypeError("x is not a function"),
  ]);

  assert(scene.outcome instanceof UploadError);
  assertEquals(scene.attempted.length, 2);
  assertEquals(scene.outcome.code, "network");
});

Deno.test("retrying() passes a protocol the same upload each time", async () => {
  using scene = new RetryScene();

  await scene.start({ baseDelay: 0 }, [LOST, LOST]);
  await scene.pass(10);

  const [first, second, third] = scene.attempted;
  assert(first === second && second === third);
});

Deno.test("retrying() counts bytes from 0 in each attempt", async () => {
  using scene = new RetryScene();
  const counts: number[] = [];
  const send = () => {
    counts.push(scene.progress.bytesTransferred);
    scene.progress.part().taken(300);
    return LATER;
  };

  await scene.start(2, [send, send]);
  // How far it came shows until it begins again.
  assertEquals(scene.progress.bytesTransferred, 300);
  await scene.pass(7_000);

  assertEquals(counts, [0, 0]);
});

Deno.test("retrying() ends with the first failure of a source that cannot be opened again", async () => {
  const source = () => streamSource(streamOf(new Uint8Array(5)));
  for (const resumes of [false, true]) {
    using scene = new RetryScene();

    await scene.start({ baseDelay: 0 }, [
      async ({ source }) => {
        await source.open();
        throw LOST;
      },
      async ({ source }) => {
        await source.open();
        return replyOf(200);
      },
    ], { source: source(), resumes });

    const { outcome } = scene;
    assert(outcome instanceof UploadError);
    assertEquals([outcome.message, outcome.hint, outcome.isTransient], [
      "lost",
      "see its log; to retry, pass a function that opens the source",
      true,
    ]);
    assertEquals(scene.attempted.length, resumes ? 2 : 1);
  }
});

Deno.test("retrying() ends with the response to a source that cannot be opened again", async () => {
  using scene = new RetryScene();

  await scene.start(3, [LATER], {
    source: streamSource(streamOf(new Uint8Array(5))),
  });

  assertEquals(scene.state, [1, 503]);
});

Deno.test("retrying() lets a protocol continue without opening a source again", async () => {
  using scene = new RetryScene();
  let kept: unknown;

  await scene.start({ baseDelay: 0 }, [
    async ({ source }) => {
      kept = await source.open();
      throw LOST;
    },
    () => {
      assert(kept);
      return replyOf(201);
    },
  ], { source: streamSource(streamOf(new Uint8Array(5))), resumes: true });

  assertEquals(scene.state, [2, 201]);
});

Deno.test("retrying() says how to open a source that a protocol opens twice at its first attempt", async () => {
  using scene = new RetryScene();

  await scene.start(3, [
    async ({ source }) => {
      await source.open();
      await source.open();
      return replyOf(200);
    },
  ], { source: streamSource(streamOf(new Uint8Array(5))), resumes: true });

  const { outcome } = scene;
  assert(outcome instanceof UploadError);
  assertEquals([outcome.code, outcome.message, outcome.hint], [
    "source",
    "Cannot open the source again: it can be read only once",
    "pass a function that opens the source",
  ]);
});
