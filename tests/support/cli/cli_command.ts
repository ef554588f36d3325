import { packages } from "../program.ts";

/** The command that runs the command line, as in a terminal. */
export function cliCommand(args: readonly string[]): string[] {
  const program = new URL("../../../src/cli/mod.ts", import.meta.url).href;
  return [
    ...[Deno.execPath(), "run", "--quiet", "--no-prompt", "--allow-all"],
    ...packages(),
    program,
    ...args,
  ];
}
