import {
  type Upload,
  upload,
  type UploadEndedEvent,
  type UploadSource,
} from "@network/upload";
import { assert, assertEquals } from "@std/assert";
import {
  type Behaviour,
  type Seen,
  serveFickle,
} from "../support/fickle_server.ts";
import { TempFolder } from "../support/files.ts";
import { chooseSeed, Random } from "../support/random.ts";

const CASES = 2_000;
const AT_ONCE = 16;

/** One case: what is sent, how, and what happens to it. */
interface Case {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly source: UploadSource;
  readonly size: number | undefined;
  readonly behaviour: Behaviour;
  /** How many bytes the server has read when it is cancelled. */
  readonly cancelAfter: number;
  readonly timeout: number;
  readonly progress: boolean;
}

Deno.test("upload() delivers every byte or ends with an error in any event", async () => {
  const random = new Random(chooseSeed());
  using folder = new TempFolder();
  const cases = Array.from(
    { length: CASES },
    (_, index) => makeCase(random, index, folder),
  );
  const byPath = new Map(cases.map((one) => [one.path, one]));
  const uploads = new Map<string, Upload>();
  const server = serveFickle(
    (path) => {
      const { behaviour, cancelAfter } = byPath.get(path) ?? fail(path);
      const onRead = (total: number) => {
        if (total >= cancelAfter) uploads.get(path)?.cancel();
      };
      return { ...behaviour, onRead };
    },
    (path) => uploads.get(path)?.ended ?? fail(path),
  );

  const queue = cases.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const one of queue) {
        const running = start(one, server.url);
        uploads.set(one.path, running);
        if (one.cancelAfter === 0) running.cancel();
        await checkEvents(one, running);
      }
    }),
  );
  // What the transport has taken may be on its way yet, to a server that is slow.
  for (const one of cases) {
    if (!readsAll(one) || !(await uploads.get(one.path)?.ended)?.ok) continue;
    await server.seen.get(one.path);
  }
  await server[Symbol.asyncDispose]();

  for (const one of cases) {
    const ended = await uploads.get(one.path)?.ended ?? fail(one.path);
    checkDelivery(one, ended, await server.seen.get(one.path));
  }
});

function start(
  { path, source, size, timeout, progress }: Case,
  url: string,
): Upload {
  return upload({
    url: new URL(path, url),
    source,
    contentType: "application/octet-stream",
    timeout,
    progress,
    progressInterval: 0,
    ...(size === undefined ? {} : { size }),
  });
}

async function checkEvents(one: Case, running: Upload): Promise<void> {
  const events = await Array.fromAsync(running);
  const ended = await running.ended;
  assertEquals(events.filter(({ phase }) => phase === "ended"), [ended]);
  assertEquals(events.at(-1), ended);
  const counts = events.map(({ bytesTransferred }) => bytesTransferred);
  assertEquals(counts, counts.toSorted((one, two) => one - two), told(one));
}

function checkDelivery(
  one: Case,
  ended: UploadEndedEvent,
  seen: Seen | undefined,
): void {
  const { status } = one.behaviour;
  if (one.cancelAfter === Infinity && readsAll(one) && status === "200 OK") {
    assert(!ended.isError, `${told(one)}: ${ended.response}`);
  }
  if (seen?.whole) assertEquals(seen.bytes, one.bytes, told(one));
  if (!ended.ok) return;
  // A client cannot detect a server that responds 200 and leaves the rest in its socket.
  if (readsAll(one)) assertEquals(seen?.whole, true, told(one));
  assertEquals(ended.bytesTransferred, one.bytes.byteLength, told(one));
}

function readsAll({ behaviour: { answerAfter, then } }: Case): boolean {
  return answerAfter === Infinity || then === "read on";
}

function told(one: Case): string {
  return JSON.stringify({ ...one, bytes: one.bytes.byteLength, source: null });
}

function fail(path: string): never {
  throw new Error(`nobody sends ${path}`);
}

function makeCase(random: Random, index: number, folder: TempFolder): Case {
  const size = random.pick([
    0,
    1,
    random.below(100),
    65_535 + random.below(3),
    random.below(200_000),
    random.below(200_000),
    random.chance(0.2) ? random.below(3_000_000) : random.below(500_000),
  ]);
  const bytes = random.bytes(size);
  const path = `/${index}`;
  const kind = random.pick(["bytes", "blob", "stream", "iterable", "file"]);
  const isStream = kind === "stream" || kind === "iterable";
  const then = random.pick(["read on", "stop", "close"]);
  return {
    path,
    bytes,
    source: makeSource(random, kind, bytes, folder, index),
    size: isStream && random.chance(0.6) ? size : undefined,
    behaviour: {
      answerAfter: random.chance(0.6) ? Infinity : random.below(size + 1),
      status: random.pick(["200 OK", "200 OK", "413 Too Large", undefined]),
      then,
      readSize: random.pick([100, 4_096, 65_536, 1_048_576]),
    },
    cancelAfter: random.chance(0.2) ? random.below(size + 1) : Infinity,
    timeout: then === "stop" ? 0.5 : 30,
    progress: random.chance(0.5),
  };
}

function makeSource(
  random: Random,
  kind: "bytes" | "blob" | "stream" | "iterable" | "file",
  bytes: Uint8Array<ArrayBuffer>,
  folder: TempFolder,
  index: number,
): UploadSource {
  switch (kind) {
    case "bytes":
      return bytes;
    case "blob":
      return new Blob([bytes]);
    case "file":
      return folder.write(String(index), bytes);
    case "stream":
      return ReadableStream.from(chunksOf(random, bytes));
    case "iterable":
      return chunksOf(random, bytes);
  }
}

async function* chunksOf(
  random: Random,
  bytes: Uint8Array<ArrayBuffer>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < bytes.byteLength;) {
    const end = at + random.pick([0, 1 + random.below(1_000), 100_000, 2e6]);
    yield bytes.subarray(at, end);
    at = end;
  }
}
