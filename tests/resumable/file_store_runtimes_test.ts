import { assertEquals } from "@std/assert";
import { TempFolder } from "../support/files.ts";
import {
  NODE_LIKE,
  type NodeLike,
  removeBundles,
  runIn,
} from "../support/node_program.ts";
import { testWith } from "../support/server_program.ts";
import { STORE_CASES } from "./store_conformance.ts";

const PROGRAM = "tests/support/resumable/file_store_program.ts";

const NEWER_NODES: readonly NodeLike[] = [22, 24].map((version) => ({
  name: `Node ${version}`,
  needs: "npm",
  async command(program) {
    const node = NODE_LIKE.find(({ name }) => name === "Node");
    const [, ...args] = await node?.command(program) ?? [];
    return ["npx", "--yes", `node@${version}`, ...args];
  },
}));

for (const runtime of [...NODE_LIKE, ...NEWER_NODES]) {
  testWith(
    runtime.needs,
    `FileStore does what every store does in ${runtime.name}`,
    async () => {
      using folder = new TempFolder();

      assertEquals(await runIn(runtime, PROGRAM, folder.path), {
        cases: STORE_CASES.length,
        failures: [],
      });
    },
  );
}

Deno.test.afterAll(removeBundles);
