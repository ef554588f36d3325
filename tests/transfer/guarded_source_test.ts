import { assertEquals, assertThrows } from "@std/assert";
import { UploadError } from "@network/upload";
import { bytesSource } from "../../src/source/memory_source.ts";
import type { OpenSource } from "../../src/source/source.ts";
import { streamSource } from "../../src/source/stream_source.ts";
import {
  type GuardedSource,
  guardSource,
} from "../../src/transfer/guarded_source.ts";
import { turn } from "../support/turns.ts";

function streamed(): { source: GuardedSource; reason: Promise<unknown> } {
  const { promise: reason, resolve: cancel } = Promise.withResolvers();
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({ cancel });
  return { source: guardSource(streamSource(stream)), reason };
}

Deno.test("a guarded source can be opened as often as its source", async () => {
  const bytes = guardSource(bytesSource(new Uint8Array(5)));
  assertEquals([bytes.size, bytes.reopens], [5, true]);
  const { open } = bytes;
  await open();
  assertEquals((await open({ start: 1, end: 3 })).size, 2);
  assertEquals(bytes.refusal, undefined);

  const { source } = streamed();
  assertEquals([source.size, source.reopens], [-1, false]);
  await source.open();
  const error = assertThrows(() => source.open(), UploadError);
  assertEquals(source.refusal, error);
  assertEquals(error.isTransient, false);
  source.cancel("over");
});

Deno.test("a guarded source cancels what was opened and not read", async () => {
  const { source, reason } = streamed();
  await source.open();

  source.cancel("over");

  assertEquals(await reason, "over");
});

Deno.test("a guarded source that was not opened closes its source", async () => {
  const { source, reason } = streamed();

  source.cancel("over");
  source.close("closed");

  assertEquals(await reason, "closed");
});

Deno.test("a guarded source closes a source that is an instance of a class", async () => {
  const reasons: unknown[] = [];
  class Source implements OpenSource {
    readonly size = 0;
    readonly reopens = true;
    open() {
      return bytesSource(new Uint8Array()).open();
    }
    close(reason: unknown) {
      reasons.push(reason);
    }
  }

  await guardSource(new Source()).close("closed");

  assertEquals(reasons, ["closed"]);
});

Deno.test("a guarded source cancels the bytes that were opened last", async () => {
  const reasons: unknown[] = [];
  const source = guardSource({
    size: -1,
    reopens: true,
    open: () => ({
      size: -1,
      stream: new ReadableStream({
        cancel: (reason) => void reasons.push(reason),
      }),
    }),
    close() {},
  });
  source.cancel("nothing");
  await source.open();

  source.cancel("over");
  await turn();

  assertEquals(reasons, ["over"]);
});
