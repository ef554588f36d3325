import { assert, assertEquals } from "@std/assert";
import { TempFolder } from "./support/files.ts";
import { packages, runProgram } from "./support/program.ts";

/** The modules that are exported, and one that each of them imports. */
const MODULES = {
  "mod.ts": "src/upload.ts",
  "src/resumable/mod.ts": "src/resumable/file_store.ts",
  "src/resumable/pending.ts": "src/running_all.ts",
};

for (const path of [...Object.keys(MODULES), "src/cli/mod.ts"]) {
  Deno.test(`importing ${path} needs no permission, and prints nothing`, async () => {
    using folder = new TempFolder();
    const importing = folder.write("main.ts", `import "${urlOf(path)}";`);
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-prompt", "--quiet", ...packages(), importing],
    }).output();

    assertEquals(
      [code, stdout.byteLength, stderr.byteLength],
      [0, 0, 0],
    );
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

Deno.test("mod.ts run as a program says where the command line is", async () => {
  const { code, stdout, stderr } = await runProgram("mod.ts", {
    args: ["file", "http://127.0.0.1/"],
  });

  assertEquals([code, stdout], [2, ""]);
  assertEquals(
    stderr,
    "@network/upload is a module. Its command line is jsr:@network/upload/cli\n",
  );
});

Deno.test("a bundle with mod.ts in it is its own program", async () => {
  using folder = new TempFolder();
  const program = folder.write(
    "main.ts",
    `import { upload } from "${urlOf("mod.ts")}";
     console.log(typeof upload);`,
  );
  const bundle = `${folder.path}/main.js`;
  await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", ...packages(), "-o", bundle, program],
  }).output();

  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-config", bundle],
  }).output();

  assertEquals(new TextDecoder().decode(stdout), "function\n");
});

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
