import { assert, assertEquals, assertThrows } from "@std/assert";
import { upload, type UploadSource } from "@network/upload";
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

/** Sources that cannot be meant, and what is said of them at once. */
const REFUSED: readonly (readonly [string, () => UploadSource, string])[] = [
  ["a locked stream", () => {
    const stream = new Blob(["hello"]).stream();
    stream.getReader();
    return stream;
  }, "it is locked"],
  ["a detached buffer", () => {
    const buffer = new ArrayBuffer(5);
    buffer.transfer();
    return buffer;
  }, "must not be detached"],
  ["a view on a detached buffer", () => {
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

Deno.test("a program whose sources are such ends by itself", async () => {
  await using scene = new FaultScene();

  const outcomes = await runToExit(
    "tests/support/odd_sources_program.ts",
    serveWhole(scene),
  );

  assertEquals(outcomes, ODD_SOURCES.map(([, , ends]) => ends));
});
