import { runBundler } from "./bundle.ts";

/** A program as bundlers split it. */
export interface Chunks {
  /** The path of its entry. */
  readonly entry: string;
  /** The names of the files that the entry needs at once, with itself. */
  readonly initial: readonly string[];
  /** The names of the files that it imports when they are needed. */
  readonly later: readonly string[];
}

/**
 * Makes minified JavaScript of a program, and of what it imports later in files
 * of their own.
 *
 * @param path The program, from the root of the project.
 * @param folder Where the files are written; nothing else may be there.
 */
export async function bundleInChunks(
  path: string,
  folder: string,
): Promise<Chunks> {
  const flags = ["--minify", "--code-splitting", `--outdir=${folder}`];
  await runBundler(path, flags);
  const main = path.replace(/^.*\/|\.ts$/g, "") + ".js";
  const initial = [main];
  // The list grows while it is read.
  for (const name of initial) {
    const code = await Deno.readTextFile(`${folder}/${name}`);
    for (
      const [, imported = ""] of code.matchAll(
        /\b(?:from|import)"\.\/([^"]+)"/g,
      )
    ) {
      if (!initial.includes(imported)) initial.push(imported);
    }
  }
  const files = Array.from(Deno.readDirSync(folder), ({ name }) => name);
  const later = files.filter((name) => !initial.includes(name));
  return { entry: `${folder}/${main}`, initial, later };
}

/** How many bytes a file has once gzipped. */
export async function gzippedSize(path: string): Promise<number> {
  const { body } = new Response(await Deno.readFile(path));
  if (body === null) return 0;
  const gzipped = body.pipeThrough(new CompressionStream("gzip"));
  return (await new Response(gzipped).bytes()).byteLength;
}
