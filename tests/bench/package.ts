import { runBundler } from "../support/bundle.ts";
import { bundleInChunks, gzippedSize } from "../support/chunks.ts";
import { packages } from "../support/program.ts";
import type { Bench } from "./bench.ts";
import { HERE, run } from "./processes.ts";
import type { Row, Table } from "./report.ts";
import { type Contender, takeTurns } from "./rounds.ts";

const IMPORT = new URL("send/import.mjs", HERE).href;
const MODULE = new URL("../../mod.ts", HERE).href;

/** How large the module is, and how long it takes to import it. */
export async function size({ folder, rounds }: Bench): Promise<Table> {
  const bundled = `${folder}/upload.js`;
  await runBundler("mod.ts", ["--minify", `--output=${bundled}`]);
  const chunks = `${folder}/chunks`;
  const { initial, later } = await bundleInChunks("mod.ts", chunks);

  const deno = [
    Deno.execPath(),
    "run",
    "--quiet",
    "--allow-read",
    ...packages(),
  ];
  const times = await takeTurns(
    new Map([
      ["import in Deno, as published", imports(...deno, IMPORT, MODULE)],
      [
        "import in Deno, minified",
        imports(...deno, IMPORT, `file://${bundled}`),
      ],
      [
        "import in Node, minified",
        imports("node", new URL(IMPORT).pathname, bundled),
      ],
    ]),
    rounds,
  );
  const rows: Row[] = [
    ...await sizeOf("in one file", [bundled]),
    ...await sizeOf(
      "in chunks: what a browser loads",
      initial.map((name) => `${chunks}/${name}`),
    ),
    ...await sizeOf(
      "in chunks: what other runtimes load",
      later.map((name) => `${chunks}/${name}`),
    ),
    ...Array.from(times, ([name, values]) => ({ name, unit: "ms", values })),
  ];
  const notes = ["import: in a new process, the files being cached"];
  return { title: "The package, with all that it imports", rows, notes };
}

/** How large minified files are together, and gzipped one by one. */
export async function sizeOf(
  name: string,
  files: readonly string[],
): Promise<[plain: Row, gzipped: Row]> {
  const sizes = files.map((path) => Deno.statSync(path).size);
  const gzipped = await Promise.all(files.map(gzippedSize));
  return [
    { name, unit: "KB", values: [inKb(sizes)] },
    { name: `${name}, gzipped`, unit: "KB", values: [inKb(gzipped)] },
  ];
}

function inKb(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + size, 0) / 1000;
}

/** How many ms the import takes in a new process. */
function imports(...command: readonly string[]): Contender {
  return async () => Number(await run(...command));
}
