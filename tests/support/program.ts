import { fileURLToPath } from "node:url";

/** How a program is to be run. */
export interface ProgramOptions {
  /** Permission flags, as `--allow-net`. */
  permissions?: string[];
  /** Arguments of the program. */
  args?: string[];
  /** Variables besides those of this program. */
  env?: Record<string, string>;
  /** Its working directory. */
  cwd?: string;
  /** A command that runs the program, as `setpriv`, and its arguments. */
  through?: readonly string[];
  /** Ends it when it is aborted. */
  signal?: AbortSignal;
}

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** A program of Deno that runs beside the tests, with the packages that they have. */
export function spawnProgram(
  path: string,
  { permissions = [], args = [], env = {}, cwd = ROOT, through = [], ...rest }:
    ProgramOptions = {},
): Deno.ChildProcess {
  const [command = "", ...before] = [...through, Deno.execPath()];
  return new Deno.Command(command, {
    args: [
      ...before,
      "run",
      "--no-prompt",
      "--quiet",
      ...packages(),
      ...permissions,
      new URL(`../../${path}`, import.meta.url).href,
      ...args,
    ],
    cwd,
    // Packages are where this program has them, wherever the variables of the other lead.
    env: { DENO_DIR: cacheFolder(), ...env },
    ...rest,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** What a program printed, and its exit code. */
export interface ProgramOutput {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. */
export async function runProgram(
  path: string,
  options?: ProgramOptions,
): Promise<ProgramOutput> {
  const { code, stdout, stderr } = await spawnProgram(path, options).output();
  const decoder = new TextDecoder();
  return {
    code,
    stdout: decoder.decode(stdout),
    stderr: decoder.decode(stderr),
  };
}

/** The flag for the packages that this program itself has: the import map of the stand-ins, else the project's. */
export function packages(): string[] {
  const standsIn = import.meta.resolve("@std/path/posix/join").startsWith(
    "file:",
  );
  return standsIn
    ? [`--import-map=${ROOT}tests/stand_ins/import_map.json`]
    : [`--config=${ROOT}deno.json`];
}

/** Where this program has its packages. */
function cacheFolder(): string {
  const { DENO_DIR, XDG_CACHE_HOME, HOME, LOCALAPPDATA } = Deno.env.toObject();
  if (DENO_DIR !== undefined) return DENO_DIR;
  switch (Deno.build.os) {
    case "windows":
      return `${LOCALAPPDATA}/deno`;
    case "darwin":
      return `${HOME}/Library/Caches/deno`;
    default:
      return `${XDG_CACHE_HOME ?? `${HOME}/.cache`}/deno`;
  }
}
