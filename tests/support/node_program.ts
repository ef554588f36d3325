import { bundle } from "./bundle.ts";
import { TempFolder } from "./files.ts";
import { installFromNpm } from "./npm.ts";
import { packages } from "./program.ts";

/** A runtime in which a program with modules of Node runs. */
export interface NodeLike {
  readonly name: string;
  /** The program that has to be installed. */
  readonly needs: string;
  /** The command that runs a program, which is bundled unless it is for Deno. */
  command(program: string): Promise<string[]>;
}

let folder: TempFolder | undefined;
let installing: Promise<void> | undefined;

/** Deno, Node and Bun. */
export const NODE_LIKE: readonly NodeLike[] = [
  {
    name: "Deno",
    needs: "deno",
    command: (program) =>
      Promise.resolve([
        ...[Deno.execPath(), "run", "--quiet", "--allow-all", ...packages()],
        new URL(program, new URL("../../", import.meta.url)).href,
      ]),
  },
  {
    name: "Node",
    needs: "node",
    command: async (program) => ["node", await bundled(program)],
  },
  {
    name: "Bun",
    needs: "npm",
    async command(program) {
      const path = await bundled(program);
      const { path: folder } = temporary();
      await (installing ??= installFromNpm(folder, ["bun@1"]));
      return [`${folder}/node_modules/.bin/bun`, path];
    },
  },
];

/**
 * Runs a program in a runtime.
 *
 * @param program Its path, from the root of the project.
 * @returns What it printed, as JSON has it.
 */
export async function runIn(
  runtime: NodeLike,
  program: string,
  ...args: string[]
): Promise<unknown> {
  const command = await runtime.command(program);
  const [path = "", ...rest] = command;
  const { stdout, stderr, success } = await new Deno.Command(path, {
    args: [...rest, ...args],
    signal: AbortSignal.timeout(60_000),
  }).output();
  const decoder = new TextDecoder();
  if (success) return JSON.parse(decoder.decode(stdout));
  throw new Error(`${runtime.name}: ${decoder.decode(stderr)}`);
}

/** Removes what was installed and bundled. */
export function removeBundles(): void {
  folder?.[Symbol.dispose]();
  folder = undefined;
  installing = undefined;
}

async function bundled(program: string): Promise<string> {
  const path = `${temporary().path}/${program.replaceAll("/", "_")}.mjs`;
  await bundle(program, path);
  return path;
}

function temporary(): TempFolder {
  return folder ??= new TempFolder();
}
