import { bundle } from "../support/bundle.ts";
import { installFromNpm } from "../support/npm.ts";
import type { Runtime } from "./runtimes.ts";

const HOST_PROGRAMS = [
  "process.mjs",
  "workerd.mjs",
  "chromium.mjs",
  "firefox.mjs",
];

/** Runtimes that are installed, and a program for them. */
export interface Hosts extends AsyncDisposable {
  /** A folder for files; gone at the end of the scope. */
  readonly folder: string;
  /**
   * Calls the `run` of the program in a runtime, and returns its result through JSON.
   *
   * @param options Its arguments; `url` is the apparent origin of the page in a browser.
   * @param prefix A command that runs the runtime.
   */
  run(
    runtime: Runtime,
    options: { readonly url: string },
    prefix?: readonly string[],
  ): Promise<unknown>;
}

/**
 * Installs runtimes, and makes one file of a program.
 *
 * @param path The program, from the root of the project; it exports `run(options)`.
 */
export async function prepareHosts(
  runtimes: readonly Runtime[],
  path: string,
): Promise<Hosts> {
  await using cleanup = new AsyncDisposableStack();
  const folder = await Deno.makeTempDir({ prefix: "upload_runtimes_" });
  cleanup.defer(() => Deno.remove(folder, { recursive: true }));
  const program = `${folder}/program.js`;
  await bundle(path, program);
  await installFromNpm(folder, runtimes.flatMap(({ packages }) => packages));
  for (const name of HOST_PROGRAMS) {
    const source = new URL(`host_programs/${name}`, import.meta.url);
    await Deno.copyFile(source, `${folder}/${name}`);
  }
  const kept = cleanup.move();
  return {
    folder,
    async run({ command }, options, prefix = []) {
      const [host = "", ...args] = [...prefix, ...command(folder)];
      const { success, stdout, stderr } = await new Deno.Command(host, {
        args: [...args, program, JSON.stringify(options)],
      }).output();
      const decoder = new TextDecoder();
      const last = decoder.decode(stdout).trim().split("\n").at(-1) ?? "";
      if (success) return JSON.parse(last);
      throw new Error(decoder.decode(stderr).trim());
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
