import {
  type ProgramOptions,
  type ProgramOutput,
  runProgram,
  spawnProgram,
} from "../program.ts";

const PROGRAM = "src/cli/mod.ts";
/** No test may hang. */
const PATIENCE_MS = 60_000;

/** How the command line is run: as a program, and what standard input is. */
export interface CliOptions extends Omit<ProgramOptions, "args"> {
  /** The file that standard input is. */
  readonly stdin?: string;
  /** The command of a shell whose output standard input is. */
  readonly piped?: string;
}

/** What the program may do if a test says nothing else. */
const PERMISSIONS = ["--allow-all"];

/** Runs the command line to its end. */
export async function runCli(
  args: string[],
  options: CliOptions = {},
): Promise<ProgramOutput> {
  return await runProgram(PROGRAM, {
    signal: AbortSignal.timeout(PATIENCE_MS),
    ...toProgramOptions(args, options),
  });
}

/** Starts the command line. */
export function startCli(
  args: string[],
  options: CliOptions = {},
): Deno.ChildProcess {
  return spawnProgram(PROGRAM, toProgramOptions(args, options));
}

function toProgramOptions(
  args: string[],
  { stdin, piped, ...options }: CliOptions,
): ProgramOptions {
  const through = stdin !== undefined
    ? ["sh", "-c", 'exec "$@" < "$0"', stdin]
    : piped !== undefined
    ? ["sh", "-c", `${piped} | "$@"`, "sh"]
    : options.through ?? [];
  return {
    permissions: PERMISSIONS,
    ...options,
    args,
    env: { NO_COLOR: "1", ...options.env },
    through,
  };
}
