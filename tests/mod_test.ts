import { assert, assertEquals } from "@std/assert";
import { packages, runProgram } from "./support/program.ts";

/** The modules that are exported, and one that each of them imports. */
const MODULES = {
  "mod.ts": "src/upload.ts",
  "src/resumable/mod.ts": "src/resumable/file_store.ts",
  "src/resumable/pending.ts": "src/running_all.ts",
};

for (const path of Object.keys(MODULES)) {
  Deno.test(`importing ${path} needs no permission, and prints nothing`, async () => {
    const { code, stdout, stderr } = await runProgram(path);

    assertEquals([code, stdout, stderr], [0, "", ""]);
  });
}

for (const [path, imports] of Object.entries(MODULES)) {
  Deno.test(`${path} imports nothing that is specific to one runtime`, async () => {
    const modules = await modulesOf(path);

    const imported = modules.flatMap(({ dependencies = [] }) =>
      dependencies.map(({ code }) => code?.specifier ?? "")
    );
    assert(imported.includes(urlOf(imports)));
    assertEquals(imported.filter((name) => name.startsWith("node:")), []);
  });
}

Deno.test("mod.ts loads nothing of resumable uploads, not even for types", async () => {
  const resumable = urlOf("src/resumable/");
  const loadedBy = async (path: string) =>
    (await modulesOf(path)).map(({ specifier }) => specifier)
      .filter((specifier) => specifier.startsWith(resumable));

  assertEquals(await loadedBy("mod.ts"), []);
  const others = await loadedBy("src/resumable/mod.ts");
  assert(others.includes(`${resumable}tus.ts`));
});

/** A module as `deno info` reports it. */
interface ModuleInfo {
  readonly specifier: string;
  /** What it imports; a type has no code. */
  readonly dependencies?: readonly { code?: { specifier?: string } }[];
}

/** A module and all that it imports, directly or not. */
async function modulesOf(path: string): Promise<ModuleInfo[]> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "--quiet", ...packages(), urlOf(path)],
  }).output();
  const { modules }: { modules: ModuleInfo[] } = JSON.parse(
    new TextDecoder().decode(stdout),
  );
  return modules;
}

function urlOf(path: string): string {
  return new URL(`../${path}`, import.meta.url).href;
}
