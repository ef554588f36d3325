import { assert, assertEquals } from "@std/assert";
import { sameBytes } from "../bytes.ts";
import { randomBytes, TempFolder } from "../files.ts";
import { runProgram, spawnProgram } from "../program.ts";
import { chooseSeed, Random } from "../random.ts";
import type { ResumableServer } from "../resumable_server.ts";
import type { StoredUpload } from "../stored_upload.ts";
import { until } from "../until.ts";

/** How many uploads there are; the variable `CRASHES` makes them more, to find rarer moments. */
export const CRASH_RUNS: number = Number(Deno.env.get("CRASHES") ?? 10);

const SIZE = 1_500_000;
const MAX_CRASHES = 3;

type CrashServer = ResumableServer<
  StoredUpload & { readonly isComplete: boolean }
>;

/** Uploads whose processes are killed, up to three times each, before the last one completes it. */
export class CrashRuns {
  readonly #protocol: "tus" | "rufh";
  readonly #random = new Random(chooseSeed());
  #kills = 0;

  constructor(protocol: "tus" | "rufh") {
    this.#protocol = protocol;
  }

  /** How many processes were killed. */
  get kills(): number {
    return this.#kills;
  }

  /** One upload to a URL of a new server. */
  async run(server: CrashServer, url: string): Promise<void> {
    using folder = new TempFolder();
    const bytes = randomBytes(SIZE);
    const path = folder.write("film.mp4", bytes);
    const options = {
      permissions: ["-A"],
      args: [this.#protocol, url, path, `${folder.path}/store`],
    };
    let crashes = 1 + this.#random.below(MAX_CRASHES);
    while (crashes-- > 0 && !isComplete(server)) {
      await this.#crash(server, options);
    }
    const wasComplete = isComplete(server);
    const { acknowledged } = server.onlyUpload;

    const { stdout, stderr } = await runProgram(PROGRAM, options);

    const [first, status] = stdout.split(" ");
    assert(status?.startsWith("20"), stdout + stderr);
    // Not even the upload itself is created again, unless it had ended.
    if (!wasComplete) assert(Number(first) >= acknowledged);
    assertEquals([server.violations, server.repeatedBytes], [[], 0]);
    for (const upload of server.uploads.values()) {
      assert(sameBytes(await upload.bytes(), bytes));
    }
    if (!wasComplete) assertEquals(server.uploads.size, 1);
  }

  /** Kills the program once the server has some more bytes. */
  async #crash(
    server: CrashServer,
    options: Parameters<typeof spawnProgram>[1],
  ): Promise<void> {
    const goal = storedBy(server) + 1 + this.#random.below(SIZE / 2);
    const child = spawnProgram(PROGRAM, options);
    let hasEnded = false;
    const output = child.output().then(() => hasEnded = true);
    await until(() => hasEnded || storedBy(server) >= goal);
    if (!hasEnded) {
      child.kill("SIGKILL");
      this.#kills++;
    }
    await output;
  }
}

const PROGRAM = "tests/support/resumable/crash_program.ts";

function isComplete({ uploads }: CrashServer): boolean {
  return uploads.values().some(({ isComplete }) => isComplete);
}

/** How many bytes the uploads of a server have. */
function storedBy({ uploads }: CrashServer): number {
  return uploads.values().reduce((sum, { offset }) => sum + offset, 0);
}
