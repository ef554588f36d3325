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
 * Defines a test that needs a server program of the system. Where that is missing, the test says
 * so: it is ignored, but fails in CI, where nothing may go untested unnoticed.
 *
 * @param program The name of the program.
 * @param test Given the path of the program.
 */
export function testWith(
  program: string,
  name: string,
  test: (path: string) => Promise<void>,
): void {
  const path = programPath(program);
  if (path !== undefined) return Deno.test(name, () => test(path));
  const inCi = Deno.env.get("CI") !== undefined;
  Deno.test({
    name: `${name} (${program} is not installed)`,
    ignore: !inCi,
    fn() {
      throw new Error(`${program} is missing: run .ci/install_servers`);
    },
  });
}
