import { bundle } from "../support/bundle.ts";
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
  await bundle("mod.ts", bundled, ["--minify"]);
  const bytes = await Deno.readFile(bundled);
  const gzip = new Blob([bytes]).stream()
    .pipeThrough(new CompressionStream("gzip"));
  const { byteLength } = await new Response(gzip).arrayBuffer();

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
    { name: "minified", unit: "KB", values: [bytes.byteLength / 1000] },
    { name: "minified and gzipped", unit: "KB", values: [byteLength / 1000] },
    ...Array.from(times, ([name, values]) => ({ name, unit: "ms", values })),
  ];
  const notes = ["import: in a new process, the files being cached"];
  return { title: "The package, with all that it imports", rows, notes };
}

/** How many ms the import takes in a new process. */
function imports(...command: readonly string[]): Contender {
  return async () => Number(await run(...command));
}
