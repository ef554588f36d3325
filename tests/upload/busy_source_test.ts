import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import { NODE_LIKE, removeBundles, runIn } from "../support/node_program.ts";
import { testWith } from "../support/server_program.ts";

const PROGRAM = "tests/support/busy_source_program.ts";
/** Far more than the 5 ms that the event loop stands still, and less than the upload takes. */
const MAX_MS = 500;

for (const runtime of NODE_LIKE) {
  testWith(
    runtime.needs,
    `upload() of what never waits lets timers fire, and can be cancelled, in ${runtime.name}`,
    async () => {
      const seen = await runIn(runtime, PROGRAM);

      assert(typeof seen === "object" && seen !== null && "longest" in seen);
      const { longest, ...rest } = seen;
      assertEquals(rest, {
        response: "3000000",
        codes: ["cancelled", "cancelled"],
      });
      assertLessOrEqual(Number(longest), MAX_MS);
    },
  );
}

Deno.test.afterAll(removeBundles);
