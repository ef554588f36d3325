import { upload, type UploadSource } from "@network/upload";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { PassThrough } from "node:stream";
import { runToExit } from "../support/exit.ts";
import { FaultScene } from "../support/fault_scene.ts";
import { leaveNothing, meetFault } from "../support/invariants.ts";
import { ODD_SOURCES } from "../support/odd_sources.ts";
import { serveWhole } from "../support/server_faults.ts";

const TYPE = "application/octet-stream";

for (const [name, make, ends, size, params] of ODD_SOURCES) {
  Deno.test(`upload() ends with ${ends} when the source ${name}`, async () => {
    await meetFault({ ends, size }, (scene) => {
      const { fetch } = scene;
      const given = { fetch, progress: true, ...params };
      return upload(serveWhole(scene), "PUT", given, make(), TYPE);
    });
  });
}

async function* endless(): AsyncGenerator<Uint8Array> {
  while (true) yield new Uint8Array(100_000);
}

Deno.test("upload() can be cancelled while the source never ends, and stops it", async () => {
  let isStopped = false;
  async function* watched() {
    try {
      yield* endless();
    } finally {
      isStopped = true;
    }
  }

  await meetFault({ ends: "cancelled" }, (scene) => {
    const params = { fetch: scene.fetch, progress: true, progressInterval: 0 };
    return upload(serveWhole(scene), "PUT", params, watched(), TYPE);
  }, async (running) => {
    const events = [];
    for await (const event of running) {
      events.push(event);
      if (event.bytesTransferred > 1_000_000) running.cancel();
    }
    return events;
  });

  assert(isStopped);
});

/** A stream of seven bytes, three of which were read. */
function partlyRead(): UploadSource {
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new Uint8Array(3));
      controller.enqueue(new Uint8Array(4));
      controller.close();
    },
  });
  const reader = stream.getReader();
  reader.read();
  reader.releaseLock();
  return stream;
}

function readToItsEnd(): UploadSource {
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => controller.close(),
  });
  const reader = stream.getReader();
  reader.read();
  reader.releaseLock();
  return stream;
}

/** Sources that cannot be meant, and what is said of them at once. */
const REFUSED: readonly (readonly [string, () => UploadSource, string])[] = [
  ["a locked stream", () => {
    const stream = new Blob(["hello"]).stream();
    stream.getReader();
    return stream;
  }, "it is locked"],
  ["a partly read stream", partlyRead, "must be an unused stream"],
  [
    "a stream that was read to its end",
    readToItsEnd,
    "must be an unused stream",
  ],
  [
    "a Node stream that was destroyed",
    () => new PassThrough().destroy(),
    "must be an unused stream",
  ],
  [
    "a Node stream that decodes",
    () => new PassThrough().setEncoding("utf8"),
    "do not set an encoding",
  ],
  ["a string that is JSON", () => '{"a":1}', "pass a Blob"],
  ["a detached buffer", () => {
    const buffer = new ArrayBuffer(5);
    buffer.transfer();
    return buffer;
  }, "must not be detached"],
  ["a view of a detached buffer", () => {
    const bytes = new Uint8Array(5);
    bytes.buffer.transfer();
    return bytes;
  }, "must not be detached"],
];

for (const [name, make, says] of REFUSED) {
  Deno.test(`upload() throws at once, and leaves nothing, when it is given ${name}`, async () => {
    await leaveNothing((scene) => {
      const url = serveWhole(scene);
      assertThrows(() => upload(url, "PUT", make(), TYPE), TypeError, says);
      return Promise.resolve({ ended: undefined, check() {} });
    });
  });
}

Deno.test("upload() requests only one iterator from an iterable, however it ends", async () => {
  const log: string[] = [];
  const source = {
    [Symbol.asyncIterator]() {
      log.push("iterator");
      return {
        next: () => Promise.reject(new Error("it is over")),
        return() {
          log.push("return");
          return Promise.resolve({ done: true as const, value: undefined });
        },
      };
    },
  };

  await meetFault({ ends: "source" }, (scene) => {
    const { fetch } = scene;
    return upload(serveWhole(scene), "PUT", { fetch }, source, TYPE);
  });

  assertEquals(log, ["iterator", "return"]);
});

Deno.test("upload() closes a Node stream that it waits for when it is cancelled", async () => {
  const source = new PassThrough();

  await meetFault({ ends: "cancelled" }, (scene) => {
    const params = { fetch: scene.fetch, progress: true, progressInterval: 0 };
    source.write(new Uint8Array(1000));
    return upload(serveWhole(scene), "PUT", params, source, TYPE);
  }, async (running) => {
    const events = [];
    for await (const event of running) {
      events.push(event);
      if (event.bytesTransferred > 0) running.cancel();
    }
    return events;
  });

  assertEquals(source.destroyed, true);
});

Deno.test("upload() reports the progress of a source that yields little at a time", async () => {
  const more = [1, 2, 3].map(() => Promise.withResolvers<void>());
  const source = async function* () {
    for (const { promise } of more) {
      yield new Uint8Array(10);
      yield new Uint8Array(10);
      await promise;
    }
  };
  const seen: number[] = [];

  await meetFault({ ends: "200", size: 60 }, (scene) => {
    const params = { fetch: scene.fetch, progress: true, progressInterval: 0 };
    return upload(serveWhole(scene), "PUT", params, source(), TYPE);
  }, async (running) => {
    const events = [];
    for await (const event of running) {
      events.push(event);
      seen.push(event.bytesTransferred);
      if (event.bytesTransferred % 20 === 0) {
        more[event.bytesTransferred / 20 - 1]?.resolve();
      }
    }
    return events;
  });

  assertEquals([...new Set(seen)], [0, 20, 40, 60]);
});

Deno.test("a program with such sources exits", async () => {
  await using scene = new FaultScene();

  const outcomes = await runToExit(
    "tests/support/odd_sources_program.ts",
    serveWhole(scene),
  );

  assertEquals(outcomes, ODD_SOURCES.map(([, , ends]) => ends));
});
