import { packages } from "./program.ts";

/**
 * Makes one JavaScript file of a program and all that it imports, for runtimes that take neither
 * TypeScript nor `jsr:`.
 *
 * @param path The program, from the root of the project.
 */
export async function bundle(path: string, output: string): Promise<void> {
  await runBundler(path, [`--output=${output}`]);
}

/**
 * Runs the bundler of Deno.
 *
 * @param path The program, from the root of the project.
 * @param flags What it makes of it, and where.
 */
export async function runBundler(
  path: string,
  flags: readonly string[],
): Promise<void> {
  const program = new URL(`../../${path}`, import.meta.url).href;
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["bundle", "--quiet", "--platform=browser"],
      ...[...packages(), ...flags, program],
    ],
  }).output();
  if (success) return;
  throw new Error(`bundle of ${path}: ${new TextDecoder().decode(stderr)}`);
}
