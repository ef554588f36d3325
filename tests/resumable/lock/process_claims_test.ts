import { assertEquals } from "@std/assert";
import { NODE_LIKE, removeBundles, runIn } from "../../support/node_program.ts";
import { testWith } from "../../support/server_program.ts";

const PROGRAM = "tests/support/resumable/process_claims_program.ts";

for (const runtime of NODE_LIKE.filter(({ name }) => name !== "Deno")) {
  testWith(
    runtime.needs,
    `a claim is alive as long as the process that it names, in ${runtime.name}`,
    async () => {
      assertEquals(await runIn(runtime, PROGRAM), {
        namesItsProcess: true,
        own: true,
        earlierWithItsId: false,
        running: true,
        zombie: false,
        missing: false,
        withoutStart: "unknown",
        elsewhere: "unknown",
        ofDeno: "unknown",
      });
    },
  );
}

Deno.test.afterAll(removeBundles);
