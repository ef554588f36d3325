import { upload, type UploadSource } from "@network/upload";
import { assertEquals } from "@std/assert";
import type { FaultScene } from "../support/fault_scene.ts";
import { leaveNothing } from "../support/invariants.ts";
import { answer, type RawConnection } from "../support/raw_server.ts";

const TYPE = "application/octet-stream";
const REPETITIONS = 20;

/** What is uploaded, and whether Deno sends it anew by itself when a connection that it kept turns out to be dead. */
const SOURCES: readonly (readonly [
  name: string,
  make: (scene: FaultScene) => UploadSource,
  isSentAnew: boolean,
])[] = [
  ["a few bytes", () => new Uint8Array(5), true],
  ["a small file", ({ folder }) => folder.sparse("small", 5), true],
  ["a large file", ({ folder }) => folder.sparse("large", 3_000_000), true],
  ["a stream", () => new Blob(["hello"]).stream(), false],
];

/** Uploads twice over one connection, which the server closes after the first response. */
function uploadTwice(
  make: (scene: FaultScene) => UploadSource,
  giveUp: (connection: RawConnection) => unknown,
): Promise<string[]> {
  return leaveNothing(async (scene) => {
    const client = scene.use(Deno.createHttpClient({}));
    const given = Promise.withResolvers<void>();
    let requests = 0;
    const url = scene.serve(async (connection, index) => {
      if (!await scene.readBody(connection)) return;
      requests++;
      await connection.write(answer("ok"));
      if (index > 0) return;
      const isGiven = giveUp(connection);
      given.resolve();
      await isGiven;
    });
    const run = async () => {
      const ended = await upload({
        url,
        method: "PUT",
        source: make(scene),
        contentType: TYPE,
        fetch: (input, init) => fetch(input, { ...init, client }),
      }).ended;
      return ended.isError ? ended.error.code : String(ended.status);
    };
    const first = await run();
    await given.promise;
    const second = await run();
    const outcomes = [first, second, `${requests} requests`];
    return { ended: outcomes, check: () => {} };
  });
}

for (const [name, make, isSentAnew] of SOURCES) {
  Deno.test(`upload() of ${name} opens a new connection if the server has closed the idle one`, async () => {
    for (let time = 0; time < REPETITIONS; time++) {
      const outcomes = await uploadTwice(make, (connection) => {
        connection.close();
      });

      assertEquals(outcomes, ["200", "200", "2 requests"]);
    }
  });

  Deno.test(`upload() of ${name} ends with a clear error if the server closes the idle connection just as it is used`, async () => {
    const expected = isSentAnew
      ? ["200", "200", "2 requests"]
      : ["200", "network", "1 requests"];
    for (let time = 0; time < REPETITIONS; time++) {
      const outcomes = await uploadTwice(
        make,
        (connection) => connection.reset(),
      );

      assertEquals(outcomes, expected);
    }
  });
}

Deno.test("upload() leaves a connection that the next upload uses", async () => {
  const answers = ["", "ok", "x".repeat(5_000)];
  let connections = 0;
  await leaveNothing(async (scene) => {
    const client = scene.use(Deno.createHttpClient({}));
    const url = scene.serve(async (connection) => {
      connections++;
      for (const text of answers) {
        if (!await scene.readBody(connection)) return;
        await connection.write(answer(text));
      }
    });
    const responses: unknown[] = [];
    for (const _ of answers) {
      const running = upload({
        url,
        source: new Uint8Array(5),
        contentType: TYPE,
        fetch: (input, init) => fetch(input, { ...init, client }),
      });
      responses.push((await running.ended).response);
    }
    return { ended: responses, check: () => assertEquals(responses, answers) };
  });

  assertEquals(connections, 1);
});
