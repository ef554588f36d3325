import { assertEquals, assertLessOrEqual } from "@std/assert";
import { fileURLToPath } from "node:url";
import { bundle } from "../support/bundle.ts";
import { TempFolder } from "../support/files.ts";
import { LARGE, type Measured } from "../support/memory_program.ts";
import { startReceiver } from "../support/receiver.ts";
import { testWith } from "../support/server_program.ts";

const MAX_BUFFERS = 64 * 1024 * 1024;
const HOST = new URL("../runtimes/host_programs/process.mjs", import.meta.url);

testWith(
  "node",
  "upload() keeps no more than 64 MiB of a large body in the memory of Node",
  async (node) => {
    using folder = new TempFolder();
    await using receiver = await startReceiver();
    const program = `${folder.path}/program.mjs`;
    await bundle("tests/support/memory_program.ts", program);
    const file = folder.sparse("large.bin", LARGE);
    const options = JSON.stringify({ url: receiver.url, file });

    const { stdout, stderr } = await new Deno.Command(node, {
      args: [fileURLToPath(HOST), program, options],
      signal: AbortSignal.timeout(60_000),
    }).output();

    const decoder = new TextDecoder();
    assertEquals(decoder.decode(stderr), "");
    const measured: Measured[] = JSON.parse(decoder.decode(stdout));
    assertEquals(measured.length, 4);
    for (const { kind, answer, peak } of measured) {
      // A form has its envelope besides.
      if (kind === "a form") assertLessOrEqual(LARGE, Number(answer));
      else assertEquals(answer, String(LARGE), kind);
      assertLessOrEqual(
        peak,
        MAX_BUFFERS,
        `${kind}: ${peak / 1024 / 1024} MiB`,
      );
    }
  },
);
