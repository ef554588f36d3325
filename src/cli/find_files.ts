import { basename } from "@std/path/posix/basename";
import { join } from "@std/path/posix/join";
import { attempt } from "../errors/attempt.ts";
import type { FoundFile } from "./found_file.ts";

/**
 * Looks up the files, so that the size of all is known before they are sent. One
 * that cannot be found has size 0: its upload will say why.
 */
export function findFiles(names: readonly string[]): Promise<FoundFile[]> {
  return Promise.all(names.map(findFile));
}

async function findFile(name: string): Promise<FoundFile> {
  if (name === "-") {
    const { findStdin } = await import("./stdin.ts");
    return findStdin();
  }
  const isWindows = Deno.build.os === "windows";
  return {
    name,
    base: basename(isWindows ? name.replaceAll("\\", "/") : name),
    source: await sourceOf(name, isWindows),
    // Nothing runs yet, and of many files this takes a tenth of the time.
    size: attempt(() => Deno.statSync(name).size, 0),
    isStdin: false,
  };
}

/** The absolute path of a file, or its URL if it is no name for `upload()`. */
async function sourceOf(
  name: string,
  isWindows: boolean,
): Promise<string | URL> {
  if (!isWindows && !/[\r\n]/.test(name)) {
    return name.startsWith("/") ? name : join(Deno.cwd(), name);
  }
  // Loaded only now: together they take as long as the rest of the program.
  const { resolve } = await import("node:path");
  const { pathToFileURL } = await import("node:url");
  return pathToFileURL(resolve(name));
}
