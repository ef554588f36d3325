import { assert, assertEquals, assertMatch } from "@std/assert";
import { randomBytes, TempFolder } from "../support/files.ts";
import { sha256Of } from "../support/hash.ts";
import { withSignals } from "../support/platform.ts";
import {
  type ProgramOptions,
  runProgram,
  spawnProgram,
} from "../support/program.ts";
import { TusServer } from "../support/tus/tus_server.ts";

const PATH = "examples/pending.ts";
const SIZE = 2_000_000;

function options(cwd: string, ...args: string[]): ProgramOptions {
  return {
    permissions: ["--allow-net=127.0.0.1", "--allow-read", "--allow-write"],
    args: ["kept", ...args],
    cwd,
  };
}

/** The SHA-256 of the complete uploads of a server, sorted. */
async function storedBy({ uploads }: TusServer): Promise<string[]> {
  const complete = [...uploads.values()].filter(({ isComplete }) => isComplete);
  const hashes = complete.map(async (upload) => sha256Of(await upload.bytes()));
  return (await Promise.all(hashes)).sort();
}

for (const signal of ["SIGTERM", "SIGINT", "SIGKILL"] as const) {
  withSignals.test(`${PATH} goes on after ${signal} when it is started again`, async () => {
    using folder = new TempFolder();
    const names = ["a b.bin", "c#1%.bin", "grüße.bin"];
    const sent = names.map((name) => {
      const bytes = randomBytes(SIZE);
      folder.write(name, bytes);
      return bytes;
    });
    await using server = await new TusServer().listen();
    // The first requests break in the middle; those after them wait. One that is complete could be
    // sent twice, if the signal arrived before it is forgotten.
    const isHeld = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    let breaks = names.length;
    server.hooks = {
      keep: ({ method }) =>
        method === "PATCH" && breaks-- > 0 ? SIZE / 4 : undefined,
      answer: async ({ method, headers }) => {
        if (method !== "HEAD" || !headers.has("tus-resumable")) {
          return undefined;
        }
        isHeld.resolve();
        await released.promise;
        return undefined;
      },
    };
    const child = spawnProgram(
      PATH,
      options(folder.path, server.endpoint, ...names),
    );
    const output = child.output();

    await isHeld.promise;
    child.kill(signal);
    const suspended = await output;
    released.resolve();
    server.hooks = {};

    const decoder = new TextDecoder();
    if (signal !== "SIGKILL") {
      assertEquals([suspended.code, decoder.decode(suspended.stderr)], [0, ""]);
      assertMatch(
        decoder.decode(suspended.stdout),
        /^(\d) left, of which 0 failed for good\n$/m,
      );
    }
    assert((await storedBy(server)).length < names.length);

    const resumed = await runProgram(PATH, options(folder.path));
    const idle = await runProgram(PATH, options(folder.path));

    assertEquals([resumed.code, resumed.stderr], [0, ""]);
    assertMatch(resumed.stdout, /^0 left, of which 0 failed for good\n$/m);
    assertEquals(
      await storedBy(server),
      (await Promise.all(sent.map(sha256Of))).sort(),
    );
    // What the server had was neither sent nor created again.
    assertEquals(server.uploads.size, names.length);
    assertEquals([server.violations, server.repeatedBytes], [[], 0]);
    assertEquals(idle, {
      code: 0,
      stdout: "0 left, of which 0 failed for good\n",
      stderr: "",
    });
    const kept = [...Deno.readDirSync(`${folder.path}/kept`)];
    assertEquals(kept.filter(({ isFile }) => isFile), []);
  });
}

Deno.test(`${PATH} keeps what failed for good, and fails`, async () => {
  using folder = new TempFolder();
  folder.write("a.bin", 1000);
  await using server = await new TusServer().listen();
  server.hooks.answer = () => ({ status: 413 });

  const refused = await runProgram(
    PATH,
    options(folder.path, server.endpoint, "a.bin", "missing.bin"),
  );

  assertEquals([refused.code, refused.stderr], [1, ""]);
  assertMatch(refused.stdout, /a\.bin: 413$/m);
  assertMatch(refused.stdout, /Cannot find file ".*missing\.bin"/);
  assertMatch(refused.stdout, /^2 left, of which 2 failed for good\n$/m);
});

Deno.test(`${PATH} prints its usage if an argument is missing`, async () => {
  for (const args of [[], ["kept", "http://127.0.0.1/"]]) {
    const { code, stdout, stderr } = await runProgram(PATH, { args });

    assertEquals([code, stdout], [2, ""]);
    assertEquals(stderr, "usage: pending.ts FOLDER [URL FILE...]\n");
  }
});
