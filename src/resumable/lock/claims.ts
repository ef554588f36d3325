import { quietly } from "../../streams/quietly.ts";
import { currentEnvironment } from "../../files/environment.ts";
import { nodeModules } from "../../files/node_builtins.ts";
import { styleOf } from "../../files/path_style.ts";
import { releasing } from "../local_locks.ts";
import type { ClaimKind } from "./claim_kind.ts";
import { flock, hasFlock } from "./flock.ts";
import { keepFresh, wasFresh } from "./heartbeat.ts";
import { removeLeftOver } from "./left_over.ts";
import { processClaims } from "./process_claims.ts";

/** The time in ms between two looks at the claims of others. */
const POLL_MS = 10;
const MAX_POLLS = 50;

/** Saved at the start, so that fake timers of a program do not stop a lock. */
const { setTimeout } = globalThis;

/** The name of a claim: what is claimed, a number, and whose it is. */
const CLAIM = /^(.+)\.\d{20}\.([\da-f-]+|flock)\.lock$/;
const TEMPORARY = /\.lock\.tmp$/;

/**
 * Locks names for one process at a time, by the files of a directory.
 *
 * Each process makes a file of its own, its claim, and then looks for those of
 * others. A claim of a dead process can be removed at any time, because its
 * name is never used again: to take over one shared file would be a race.
 */
export class Claims {
  /** The path of the directory. */
  readonly directory: string;
  #kind: Promise<ClaimKind> | undefined;

  constructor(directory: string) {
    this.directory = directory;
  }

  /** Claims a name; undefined if another living process has it. */
  async claim(name: string): Promise<AsyncDisposable | undefined> {
    const kind = await this.#kindOfThis();
    const number = crypto.getRandomValues(new BigUint64Array(1))
      .toString().padStart(20, "0");
    const own = `${name}.${number}.${kind.label}.lock`;
    const path = this.#pathOf(own);
    const remove = await kind.make(path);
    const stop = keepFresh(path);
    const lock = releasing(async () => {
      stop();
      await quietly(remove);
    });
    try {
      if (await this.#becomesOnly(name, own)) return lock;
    } catch (thrown) {
      await lock[Symbol.asyncDispose]();
      throw thrown;
    }
    await lock[Symbol.asyncDispose]();
    return undefined;
  }

  /** Removes what dead processes have left behind, as far as it can. */
  async sweep(): Promise<void> {
    for (const file of await nodeModules().fs.readdir(this.directory)) {
      await quietly(() =>
        TEMPORARY.test(file)
          ? removeLeftOver(this.#pathOf(file))
          : this.#isLiving(file)
      );
    }
  }

  /**
   * Of two that make their claims at once, at least one sees the other. The
   * one with the smaller number waits until the other gives up, which it does
   * unless it had the name before.
   */
  async #becomesOnly(name: string, own: string): Promise<boolean> {
    for (let poll = 0; poll < MAX_POLLS; poll++) {
      const others = await this.#othersThan(name, own);
      if (others.length === 0) return true;
      if (others.some((other) => other < own)) return false;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    return false;
  }

  async #othersThan(name: string, own: string): Promise<string[]> {
    const files = await nodeModules().fs.readdir(this.directory);
    const others: string[] = [];
    for (const file of files) {
      if (file === own || CLAIM.exec(file)?.[1] !== name) continue;
      if (await this.#isLiving(file)) others.push(file);
    }
    return others;
  }

  /** Whether the process of a claim lives; otherwise the claim is removed. */
  async #isLiving(file: string): Promise<boolean> {
    const label = CLAIM.exec(file)?.[2];
    if (label === undefined) return false;
    const kind = await this.#kindOfThis();
    const path = this.#pathOf(file);
    if (await kind.isAlive(path, label) ?? await wasFresh(path)) return true;
    await quietly(() => nodeModules().fs.unlink(path));
    return false;
  }

  #kindOfThis(): Promise<ClaimKind> {
    return this.#kind ??= hasFlock() ? Promise.resolve(flock) : processClaims();
  }

  #pathOf(file: string): string {
    return styleOf(currentEnvironment()).join(this.directory, file);
  }
}
