import { systemCodeOf } from "../../errors/cause.ts";
import { nodeModules } from "../../files/node_builtins.ts";
import type { ClaimKind } from "./claim_kind.ts";

/**
 * Claims of Node and Bun, which cannot lock files: the name of the file says
 * which process it belongs to.
 */
export async function processClaims(): Promise<ClaimKind> {
  const { fs, process } = nodeModules();
  const space = await processSpace();
  const start = await startOf(process.pid);
  return {
    label: `${space}-${process.pid}-${start ?? ""}`,

    async make(path) {
      await (await fs.open(path, "wx", 0o600)).close();
      return () => fs.unlink(path);
    },

    async isAlive(_path, label) {
      const [, itsSpace, pid, itsStart] = LABEL.exec(label) ?? [];
      if (itsSpace !== space) return undefined;
      if (!exists(Number(pid))) return false;
      // A process that was started later may have the same id.
      const start = await startOf(Number(pid));
      const isKnown = start !== undefined && itsStart !== "";
      return isKnown ? start === itsStart : undefined;
    },
  };
}

const LABEL = /^([\da-f]+)-(\d+)-(\d*)$/;

/** A hash of what process ids are unique in: the machine or the container. */
async function processSpace(): Promise<string> {
  const { fs, process } = nodeModules();
  const { hostname } = process.getBuiltinModule("node:os");
  const { createHash } = process.getBuiltinModule("node:crypto");
  const container = await fs.readlink("/proc/self/ns/pid").catch(() => "");
  return createHash("sha256").update(`${hostname()} ${container}`)
    .digest("hex").slice(0, 8);
}

function exists(pid: number): boolean {
  const { process } = nodeModules();
  try {
    return process.kill(pid, 0);
  } catch (thrown) {
    return systemCodeOf(thrown) !== "ESRCH";
  }
}

/**
 * When a process was started, in ticks since the system was, and `dead` if it
 * has ended but its parent has not noticed. Only Linux tells.
 */
async function startOf(pid: number): Promise<string | undefined> {
  const { fs } = nodeModules();
  const text = await fs.readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // The name of the program comes before, and may have spaces and parentheses.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return /^[ZX]/.test(fields[0] ?? "") ? "dead" : fields[19];
}
