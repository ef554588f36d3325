import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { FoundFile } from "./found_file.ts";
import { findStdin } from "./stdin.ts";

/**
 * Looks up the files, so that the size of all is known before they are sent. One
 * that cannot be found has size 0: its upload will say why.
 */
export function findFiles(names: readonly string[]): Promise<FoundFile[]> {
  return Promise.all(names.map(findFile));
}

async function findFile(name: string): Promise<FoundFile> {
  if (name === "-") return findStdin();
  const path = resolve(name);
  const size = await Deno.stat(path).then(({ size }) => size, () => 0);
  return { name, source: pathToFileURL(path), size, isStdin: false };
}
