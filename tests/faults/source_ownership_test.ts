import { assertEquals } from "@std/assert";
import { DeafPort } from "../support/deaf_port.ts";
import { FaultScene } from "../support/fault_scene.ts";
import { NODE_LIKE, removeBundles, runIn } from "../support/node_program.ts";
import { serveWhole } from "../support/server_faults.ts";
import { testWith } from "../support/server_program.ts";

const PROGRAM = "tests/support/owned_sources_program.ts";

for (const runtime of NODE_LIKE) {
  testWith(
    runtime.needs,
    `upload() closes 20 Node streams however it ends, and catches their errors, in ${runtime.name}`,
    async () => {
      await using scene = new FaultScene();
      using deaf = await DeafPort.find();
      const file = scene.folder.write("a.bin", 300_000);

      assertEquals(
        await runIn(runtime, PROGRAM, serveWhole(scene), deaf.url, file),
        {
          outcomes: {
            "sent": ["200"],
            "sent in a form": ["200"],
            "aborted before": ["cancelled"],
            "aborted before, in a form": ["cancelled"],
            "cancelled at once": ["cancelled"],
            "cancelled at once, in a form": ["cancelled"],
            "refused": ["network"],
            "refused, in a form": ["network"],
            "missing": ["source"],
            "missing, in a form": ["source"],
            "missing and aborted before": ["cancelled"],
            "missing and cancelled at once": ["cancelled"],
          },
          open: 0,
          uncaught: [],
        },
      );
    },
  );
}

Deno.test.afterAll(removeBundles);
