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

/** Where uploads go whose processes are killed. */
export interface CrashTarget {
  readonly url: string;
  /** Whether the whole source is stored. */
  readonly isComplete: boolean;
  /** The bytes that are stored. */
  readonly stored: number;
  /** The bytes that a response has called stored. */
  readonly acknowledged: number;
  /** Checks what is stored in the end. */
  check(bytes: Uint8Array<ArrayBuffer>, wasComplete: boolean): Promise<void>;
}

type CrashServer = ResumableServer<
  StoredUpload & { readonly isComplete: boolean }
>;

/** Uploads whose processes are killed, up to three times each, before the last one completes it. */
export class CrashRuns {
  readonly #protocol: "tus" | "rufh" | "s3";
  readonly #random = new Random(chooseSeed());
  #kills = 0;

  constructor(protocol: "tus" | "rufh" | "s3") {
    this.#protocol = protocol;
  }

  /** How many processes were killed. */
  get kills(): number {
    return this.#kills;
  }

  /** One upload to a new server. */
  async run(target: CrashTarget): Promise<void> {
    using folder = new TempFolder();
    const bytes = randomBytes(SIZE);
    const path = folder.write("film.mp4", bytes);
    const options = {
      permissions: ["-A"],
      args: [this.#protocol, target.url, path, `${folder.path}/store`],
    };
    let crashes = 1 + this.#random.below(MAX_CRASHES);
    while (crashes-- > 0 && !target.isComplete) {
      await this.#crash(target, options);
    }
    const wasComplete = target.isComplete;
    const { acknowledged } = target;

    const { stdout, stderr } = await runProgram(PROGRAM, options);

    const [first, status] = stdout.split(" ");
    assert(status?.startsWith("20"), stdout + stderr);
    // Not even the upload itself is created again, unless it had ended.
    if (!wasComplete) assert(Number(first) >= acknowledged);
    await target.check(bytes, wasComplete);
  }

  /** Kills the program once the server has some more bytes. */
  async #crash(
    target: CrashTarget,
    options: Parameters<typeof spawnProgram>[1],
  ): Promise<void> {
    const goal = target.stored + 1 + this.#random.below(SIZE / 2);
    const child = spawnProgram(PROGRAM, options);
    let hasEnded = false;
    const output = child.output().then(() => hasEnded = true);
    await until(() => hasEnded || target.stored >= goal);
    if (!hasEnded) {
      child.kill("SIGKILL");
      this.#kills++;
    }
    await output;
  }
}

const PROGRAM = "tests/support/resumable/crash_program.ts";

/** A server for resumable uploads as the target of crashes. */
export function resumableTarget(server: CrashServer, url: string): CrashTarget {
  const { uploads } = server;
  return {
    url,
    get isComplete() {
      return uploads.values().some(({ isComplete }) => isComplete);
    },
    get stored() {
      return uploads.values().reduce((sum, { offset }) => sum + offset, 0);
    },
    get acknowledged() {
      return server.onlyUpload.acknowledged;
    },
    async check(bytes, wasComplete) {
      assertEquals([server.violations, server.repeatedBytes], [[], 0]);
      for (const upload of uploads.values()) {
        assert(sameBytes(await upload.bytes(), bytes));
      }
      if (!wasComplete) assertEquals(uploads.size, 1);
    },
  };
}
