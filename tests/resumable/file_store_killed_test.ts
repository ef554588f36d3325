import { FileStore } from "@network/upload/resumable";
import { assert, assertEquals } from "@std/assert";
import { TempFolder } from "../support/files.ts";
import { NODE_LIKE } from "../support/node_program.ts";
import { withSignals } from "../support/platform.ts";
import { chooseSeed, Random } from "../support/random.ts";
import { StoreProcess } from "../support/resumable/store_process.ts";
import { valueOf } from "../support/resumable/written_value.ts";
import { entriesOf } from "./store_conformance.ts";
import { warningsOf } from "./warnings.ts";

const RUNS = 20;
const MAX_DELAY_MS = 60;

withSignals.test("FileStore has the old or the new value after a kill", async () => {
  const [deno] = NODE_LIKE;
  assert(deno !== undefined);
  const random = new Random(chooseSeed());
  for (let run = 0; run < RUNS; run++) {
    using folder = new TempFolder();
    await using child = await StoreProcess.start(deno, "write", folder.path);
    await child.firstLine();
    // Any moment will do, and no event tells that a write is half done.
    const delay = random.next() * MAX_DELAY_MS;
    await new Promise((resolve) => setTimeout(resolve, delay));
    const done = Number((await child.kill()).at(-1));

    const warnings = await warningsOf(async () => {
      const store = new FileStore(folder.path);
      const value = await store.get("a") ?? null;
      assert([done, done + 1].some((count) => isValueOf(value, count)));
      assertEquals(await entriesOf(store), [["a", value]]);
      await store.set("a", "next");
      assertEquals(await store.get("a"), "next");
    });
    assertEquals(warnings, []);
  }
});

function isValueOf(value: unknown, count: number): boolean {
  return JSON.stringify(value) === JSON.stringify(valueOf(count));
}
