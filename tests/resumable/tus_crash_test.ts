import { assert, assertEquals } from "@std/assert";
import { sameBytes } from "../support/bytes.ts";
import { randomBytes, TempFolder } from "../support/files.ts";
import { spawnProgram } from "../support/program.ts";
import { chooseSeed, Random } from "../support/random.ts";
import { TusServer } from "../support/tus/tus_server.ts";
import { until } from "../support/until.ts";

const SIZE = 1_500_000;
/** More runs find rarer moments. */
const RUNS = Number(Deno.env.get("CRASHES") ?? 10);
const MAX_CRASHES = 3;

/** How many bytes the uploads of a server have. */
function storedBy({ uploads }: TusServer): number {
  return [...uploads.values()].reduce((sum, { offset }) => sum + offset, 0);
}

Deno.test(`the same call goes on after the process was killed, ${RUNS} times`, async () => {
  const random = new Random(chooseSeed());
  for (let run = 0; run < RUNS; run++) {
    using folder = new TempFolder();
    await using server = await new TusServer().listen();
    const bytes = randomBytes(SIZE);
    const path = folder.write("film.mp4", bytes);
    const start = () =>
      spawnProgram("tests/support/tus/crash_program.ts", {
        permissions: ["-A"],
        args: [server.endpoint, path, `${folder.path}/store`],
      });
    let stored = 0;
    for (let crash = random.below(MAX_CRASHES); crash >= 0; crash--) {
      const child = start();
      const goal = stored + 1 + random.below(SIZE / 2);
      let hasEnded = false;
      const output = child.output().then(() => hasEnded = true);
      await until(() => hasEnded || storedBy(server) >= goal);
      if (!hasEnded) child.kill("SIGKILL");
      await output;
      stored = storedBy(server);
      if (server.onlyUpload.isComplete) break;
    }
    const wasComplete = server.onlyUpload.isComplete;
    const { acknowledged } = server.onlyUpload;

    const { stdout, stderr } = await start().output();

    const decoder = new TextDecoder();
    const [first, status] = decoder.decode(stdout).split(" ");
    assert(status?.startsWith("20"), decoder.decode(stderr));
    // Not even the upload itself is created again, unless it had ended.
    if (!wasComplete) assert(Number(first) >= acknowledged);
    assertEquals([server.violations, server.repeatedBytes], [[], 0]);
    for (const upload of server.uploads.values()) {
      assert(sameBytes(await upload.bytes(), bytes));
    }
    if (!wasComplete) assertEquals(server.uploads.size, 1);
  }
});
