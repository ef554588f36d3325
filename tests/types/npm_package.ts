import project from "../../deno.json" with { type: "json" };
import { TempFolder } from "../support/files.ts";
import { installFromNpm } from "../support/npm.ts";
import { type Diagnostic, readTscOutput } from "./diagnostics.ts";
import { copyPrograms } from "./programs.ts";

/** The compilers that must accept the package: the oldest, and the newest of each version. */
export const COMPILERS = [
  "typescript@5.7",
  "typescript@5",
  "typescript@6",
  "typescript@7",
] as const;

/** One of the compilers. */
export type Compiler = typeof COMPILERS[number];

const PACKAGES = [
  "@types/node",
  "@types/bun",
  "@cloudflare/workers-types",
  "undici@8",
];
/** The modules that can be imported, by what is added to the name of the package. */
const ENTRIES: Readonly<Record<string, string>> = project.exports;
const ROOT = new URL("../../", import.meta.url).pathname;

/** A folder of programs which import the package as npm has it. */
export class NpmFolder extends TempFolder {
  /** Where the package is. */
  readonly packagePath = `${this.path}/node_modules/@network/upload`;

  /**
   * Installs the compilers and the types of other packages, and emits the package.
   *
   * @returns The errors in the declarations that a program can reach.
   */
  async install(): Promise<Diagnostic[]> {
    await installFromNpm(this.path, [
      ...COMPILERS.map((name) => `${aliasOf(name)}@npm:${name}`),
      ...PACKAGES,
    ]);
    this.write("package.json", JSON.stringify({ type: "module" }));
    for (const folder of ["right", "wrong", "hosts"] as const) {
      await copyPrograms(folder, this.path);
    }
    return await this.#emit();
  }

  /**
   * Emits the package as JSR does for npm: JavaScript, the declarations of each file by itself,
   * and an `exports` map.
   */
  async #emit(): Promise<Diagnostic[]> {
    const errors = await this.compile("typescript@5", {
      compilerOptions: {
        target: "esnext",
        module: "esnext",
        moduleResolution: "bundler",
        rootDir: ROOT,
        outDir: this.packagePath,
        declaration: true,
        isolatedDeclarations: true,
        rewriteRelativeImportExtensions: true,
        noCheck: true,
        types: [],
      },
      files: Object.values(ENTRIES).map((path) => ROOT + path),
    });
    this.write(
      "node_modules/@network/upload/package.json",
      JSON.stringify({
        name: "@network/upload",
        type: "module",
        exports: exportsMap(),
      }),
    );
    const reached = Object.values(ENTRIES).flatMap((path) => [
      ...reachable(new URL(path, `file://${this.packagePath}/`).pathname),
    ]);
    return errors.filter(({ file }) =>
      reached.some((path) => path.endsWith(`/${file}`))
    );
  }

  /**
   * Runs a compiler.
   *
   * @param config The content of its configuration file.
   */
  async compile(
    compiler: Compiler,
    config: Readonly<Record<string, unknown>>,
  ): Promise<Diagnostic[]> {
    const name = `${crypto.randomUUID()}.json`;
    const project = this.write(name, JSON.stringify(config));
    const { stdout } = await new Deno.Command("node", {
      args: [
        `${this.path}/node_modules/${aliasOf(compiler)}/bin/tsc`,
        ...["--pretty", "false", "--project", project],
      ],
    }).output();
    return readTscOutput(new TextDecoder().decode(stdout));
  }

  /** What an editor completes at each mark of a program, such as the one of a comment `phase`. */
  async completions(program: string): Promise<Record<string, string[]>> {
    const { stdout } = await new Deno.Command("node", {
      args: [
        new URL("completions.mjs", import.meta.url).pathname,
        `${this.path}/node_modules/${aliasOf("typescript@5")}`,
        `${this.path}/${program}`,
      ],
    }).output();
    return JSON.parse(new TextDecoder().decode(stdout));
  }
}

function exportsMap(): Record<string, { types: string; default: string }> {
  const entries = Object.entries(ENTRIES).map(([name, path]) => {
    const base = path.replace(/\.ts$/, "");
    return [name, { types: `${base}.d.ts`, default: `${base}.js` }] as const;
  });
  return Object.fromEntries(entries);
}

/** The modules whose declarations those of a module import, with itself. */
function reachable(path: string, reached = new Set<string>()): Set<string> {
  if (reached.has(path)) return reached;
  reached.add(path);
  const declarations = Deno.readTextFileSync(path.replace(/ts$/, "d.ts"));
  for (const [, name] of declarations.matchAll(/^[^*]* from "(\..+)";$/gm)) {
    reachable(new URL(`${name}`, `file://${path}`).pathname, reached);
  }
  return reached;
}

function aliasOf(compiler: Compiler): string {
  return compiler.replace("@", "-");
}
