import { systemCodeOf } from "../../errors/cause.ts";
import type { ClaimKind } from "./claim_kind.ts";

/**
 * Claims of Deno: the file is locked as long as its process lives. The system
 * itself releases it, so this needs no permission but those for the file.
 */
export const flock: ClaimKind = {
  label: "flock",

  async make(path) {
    // Nobody looks at the temporary file, so the claim appears locked.
    const temporary = `${path}.tmp`;
    const options = { read: true, write: true, createNew: true, mode: 0o600 };
    const file = await Deno.open(temporary, options);
    const remove = async () => {
      await Deno.remove(path).finally(() => file.close());
    };
    try {
      await file.lock(true);
      await Deno.rename(temporary, path);
      return remove;
    } catch (thrown) {
      file.close();
      await Deno.remove(temporary);
      throw thrown;
    }
  },

  async isAlive(path, label) {
    if (label !== flock.label) return undefined;
    try {
      return await isLocked(path);
    } catch (thrown) {
      switch (systemCodeOf(thrown)) {
        case "ENOENT":
          return false;
        case "EACCES":
          // The file of another user, who touches it too.
          return undefined;
        default:
          throw thrown;
      }
    }
  },
};

async function isLocked(path: string): Promise<boolean> {
  const file = await Deno.open(path, { read: true, write: true });
  try {
    // A shared lock: others may be looking at the same time.
    return !await file.tryLock(false);
  } finally {
    file.close();
  }
}

/** Whether this runtime can lock files. */
export function hasFlock(): boolean {
  return typeof Deno !== "undefined" && "tryLock" in Deno.FsFile.prototype;
}
