import type { UploadOptions } from "@network/upload";
import { assertEquals } from "@std/assert";
import { runProgram } from "./program.ts";

const PATIENCE_MS = 20_000;

/**
 * Runs a program that uploads, and checks that it ends by itself.
 *
 * @param path Where the program is.
 * @param argument Its arguments.
 * @param through A command that runs it, and its arguments.
 * @returns The outcomes that it prints: each a status as text, or the code of an error.
 */
export async function runToExit(
  path: string,
  argument: string,
  through: readonly string[] = [],
): Promise<string[]> {
  const { code, stdout, stderr } = await runProgram(path, {
    permissions: ["--allow-net", "--allow-read"],
    args: [argument],
    through,
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  assertEquals([code, stderr], [0, ""], "the program did not end by itself");
  return JSON.parse(stdout);
}

/** Lets a program upload, all at once, and checks that it ends by itself. */
export async function uploadAndExit(
  list: readonly UploadOptions[],
  through?: readonly string[],
): Promise<string[]> {
  return await runToExit(
    "tests/support/uploads_program.ts",
    JSON.stringify(list),
    through,
  );
}
