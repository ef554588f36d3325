import { assert, assertEquals } from "@std/assert";
import { TempFolder } from "../support/files.ts";
import { serve } from "../support/http_server.ts";
import { NODE_LIKE, removeBundles, runIn } from "../support/node_program.ts";
import { testWith } from "../support/server_program.ts";

const PROGRAM = "tests/support/other_realms_program.ts";

for (const runtime of NODE_LIKE) {
  testWith(
    runtime.needs,
    `upload() sends what other realms and libraries have for bytes, in ${runtime.name}`,
    async () => {
      using folder = new TempFolder();
      await using server = serve(({ bytes }) =>
        new Response(new TextDecoder().decode(bytes))
      );
      const file = folder.write("a.txt", "hello");
      const outcomes = await runIn(runtime, PROGRAM, server.url, file);

      assert(typeof outcomes === "object" && outcomes !== null);
      assertEquals(
        outcomes,
        Object.fromEntries(
          Object.keys(outcomes).map((name) => [name, "hello"]),
        ),
      );
      assertEquals(server.received.length, 12);
    },
  );
}

Deno.test.afterAll(removeBundles);
