import { runBundler } from "../support/bundle.ts";
import { bundleInChunks, gzippedSize } from "../support/chunks.ts";
import { packages } from "../support/program.ts";
import type { Bench } from "./bench.ts";
import { HERE, run } from "./processes.ts";
import type { Row, Table } from "./report.ts";
import { type Contender, takeTurns } from "./rounds.ts";

const IMPORT = new URL("send/import.mjs", HERE).href;
const MODULE = new URL("../../mod.ts", HERE).href;

/** Programs of pages, by what they import. */
const PAGES = [
  ["upload()", "tests/support/only_upload.ts"],
  ["all of mod.ts", "mod.ts"],
  ["upload() and tus()", "tests/support/upload_by_tus.ts"],
  ["upload() and rufh()", "tests/support/upload_by_rufh.ts"],
  ["upload() and s3()", "tests/support/upload_to_s3.ts"],
  ["PendingUploads", "src/resumable/pending.ts"],
] as const;

/** How large the module is, and how long it takes to import it. */
export async function size({ folder, rounds }: Bench): Promise<Table> {
  const bundled = `${folder}/upload.js`;
  await runBundler("mod.ts", ["--minify", `--output=${bundled}`]);
  const pages: Row[][] = [];
  for (const [name, path] of PAGES) {
    pages.push(await sizeForPage(name, path, folder));
  }

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
    ...pages.flat(),
    ...Array.from(times, ([name, values]) => ({ name, unit: "ms", values })),
  ];
  const notes = ["import: in a new process, the files being cached"];
  return { title: "The package, with all that it imports", rows, notes };
}

/** How large a program is for a page, which does not load all of its chunks. */
export async function sizeForPage(
  name: string,
  path: string,
  folder: string,
): Promise<[plain: Row, gzipped: Row]> {
  const chunks = `${folder}/${path.replaceAll(/\W/g, "_")}`;
  const { initial } = await bundleInChunks(path, chunks);
  return await sizeOf(
    `a page with ${name}`,
    initial.map((file) => `${chunks}/${file}`),
  );
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
