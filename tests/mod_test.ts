import { assert, assertEquals } from "@std/assert";
import { packages, runProgram } from "./support/program.ts";

const MODULE = new URL("../mod.ts", import.meta.url).href;

Deno.test("importing the module needs no permission, and prints nothing", async () => {
  const { code, stdout, stderr } = await runProgram("mod.ts");

  assertEquals([code, stdout, stderr], [0, "", ""]);
});

/** A module as `deno info` tells of it. */
interface ModuleInfo {
  readonly specifier: string;
  /** What it imports; a type has no code. */
  readonly dependencies?: readonly { code?: { specifier?: string } }[];
}

Deno.test("the module imports nothing that is specific to one runtime", async () => {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "--quiet", ...packages(), MODULE],
  }).output();
  const { modules }: { modules: ModuleInfo[] } = JSON.parse(
    new TextDecoder().decode(stdout),
  );

  const imported = modules.flatMap(({ dependencies = [] }) =>
    dependencies.map(({ code }) => code?.specifier ?? "")
  );
  assert(imported.includes(new URL("./src/upload.ts", MODULE).href));
  assertEquals(imported.filter((name) => name.startsWith("node:")), []);
});
