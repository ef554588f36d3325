import { assertEquals } from "@std/assert";
import { testWith } from "../support/server_program.ts";
import { type Diagnostic, listErrors } from "./diagnostics.ts";
import { type Compiler, COMPILERS, NpmFolder } from "./npm_package.ts";
import { expectedErrors } from "./programs.ts";

const BROWSER = ["es2022", "dom", "esnext.disposable"];
const SERVER = ["es2022", "esnext.disposable"];

/** Half of the settings, in which each pair of them occurs; the first two have each alone. */
const SETTINGS = [
  { resolution: "bundler", exact: true, types: [] },
  { resolution: "nodenext", exact: false, types: [] },
  { resolution: "bundler", exact: false, types: ["node"] },
  { resolution: "nodenext", exact: true, types: ["node"] },
];

/** Programs of one runtime, with the types that it has. */
const HOSTS = [
  { name: "node", lib: BROWSER, types: ["node"] },
  { name: "undici", lib: SERVER, types: ["node"] },
  { name: "bun", lib: SERVER, types: ["bun"] },
  { name: "workers", lib: SERVER, types: ["@cloudflare/workers-types"] },
];

const folder = new NpmFolder();
Deno.test.afterAll(() => folder[Symbol.dispose]());
let installing: Promise<Diagnostic[]> | undefined;
const installOnce = () => installing ??= folder.install();

testWith(
  "npm",
  "the declarations of each file stand by themselves, as JSR emits them",
  async () => {
    assertEquals(listErrors(await installOnce()), []);
  },
);

for (const compiler of COMPILERS) {
  testWith(
    "npm",
    `${compiler} accepts right programs, and prints one error for each mistake in wrong ones`,
    async () => {
      await installOnce();
      const expected = expectedErrors("wrong");
      const settings = isExtreme(compiler) ? SETTINGS : SETTINGS.slice(0, 2);

      const results = await inPairs(
        settings,
        ({ resolution, exact, types }) =>
          folder.compile(compiler, {
            compilerOptions: options(resolution, exact, BROWSER, types),
            include: ["right", "wrong"],
          }),
      );

      for (const [at, errors] of results.entries()) {
        const setting = JSON.stringify(settings[at]);
        assertEquals(
          listErrors(errors, expected),
          listErrors(expected),
          setting,
        );
      }
    },
  );
}

// The declarations of a runtime take seconds to check.
for (const compiler of COMPILERS.filter(isExtreme)) {
  testWith(
    "npm",
    `${compiler} accepts programs for Node, undici, Bun and Workers`,
    async () => {
      await installOnce();

      const results = await inPairs(
        HOSTS,
        ({ name, lib, types }) =>
          folder.compile(compiler, {
            compilerOptions: options("bundler", true, lib, types),
            files: [`hosts/${name}.ts`],
          }),
      );

      assertEquals(
        results.map((errors) => listErrors(errors)),
        [[], [], [], []],
      );
    },
  );
}

testWith(
  "npm",
  "an editor completes options, methods, phases and codes",
  async () => {
    await installOnce();

    const completed = await folder.completions("hosts/editor.ts");

    const params = ["headers", "progress", "signal", "timeout"];
    const options = [...params, "method", "source", "url"];
    const expected = {
      options,
      method: ["PATCH", "POST", "PUT"],
      positionalMethod: ["PATCH", "POST", "PUT"],
      paramsAlone: params,
      params: ["headers", "signal", "timeout"],
      redirects: ["keepHeaders", "limit", "sameOrigin"],
      phase: ["began", "ended", "progress"],
      code: ["cancelled", "network", "timeout"],
      ended: ["isError", "ok", "response", "status"],
    };
    for (const [mark, names] of Object.entries(expected)) {
      const found = completed[mark]?.toSorted() ?? [];
      assertEquals(names.filter((name) => !found.includes(name)), [], mark);
    }
    // In place of the options no properties of a source are offered.
    for (const mark of ["options", "paramsAlone", "params"]) {
      assertEquals(completed[mark]?.includes("href"), false, mark);
    }
  },
);

/** Whether a compiler is the oldest or the newest. */
function isExtreme(compiler: Compiler): boolean {
  return compiler === COMPILERS[0] || compiler === COMPILERS.at(-1);
}

function options(
  resolution: string,
  exact: boolean,
  lib: readonly string[],
  types: readonly string[],
) {
  return {
    strict: true,
    exactOptionalPropertyTypes: exact,
    target: "es2022",
    module: resolution === "bundler" ? "esnext" : resolution,
    moduleResolution: resolution,
    lib,
    types,
    noEmit: true,
    skipLibCheck: false,
  };
}

/** Compiles two at a time, as each takes a processor. */
async function inPairs<Item>(
  items: readonly Item[],
  compile: (item: Item) => Promise<Diagnostic[]>,
): Promise<Diagnostic[][]> {
  const results: Diagnostic[][] = [];
  for (let at = 0; at < items.length; at += 2) {
    results.push(...await Promise.all(items.slice(at, at + 2).map(compile)));
  }
  return results;
}
