import { NOT_LINUX } from "./platform.ts";

const FOLDERS = [
  ...(Deno.env.get("PATH") ?? "").split(":"),
  "/usr/local/sbin",
  "/usr/sbin",
];

/** The path of a program; undefined where it is not installed. */
function programPath(name: string): string | undefined {
  return FOLDERS.map((folder) => `${folder}/${name}`).find((path) => {
    try {
      return Deno.statSync(path).isFile;
    } catch {
      return false;
    }
  });
}

/**
 * Defines a test that needs programs of the system. Where one is missing, the test says so: it is
 * ignored, but fails in CI, where nothing may go untested unnoticed. Other systems than Linux have
 * other versions of these programs, and in other places: there it is always ignored.
 *
 * @param programs The name of the program, or the names of several.
 * @param test Given the paths of the programs.
 */
export function testWith(
  programs: string | readonly string[],
  name: string,
  test: (...paths: string[]) => Promise<void>,
): void {
  if (NOT_LINUX) {
    return Deno.test.ignore(`${name} (only on Linux)`, () => {});
  }
  const paths: string[] = [];
  for (const program of [programs].flat()) {
    const path = programPath(program);
    if (path === undefined) return testWithout(program, name);
    paths.push(path);
  }
  Deno.test(name, () => test(...paths));
}

function testWithout(program: string, name: string): void {
  const inCi = Deno.env.get("CI") !== undefined;
  Deno.test({
    name: `${name} (${program} is not installed)`,
    ignore: !inCi,
    fn() {
      throw new Error(`${program} is missing: run .ci/install_servers`);
    },
  });
}
