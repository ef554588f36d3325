import { assertEquals } from "@std/assert";
import { TempFolder } from "../support/files.ts";
import { NODE_LIKE, removeBundles, runIn } from "../support/node_program.ts";
import { answer, serveRaw } from "../support/raw_server.ts";
import { testWith } from "../support/server_program.ts";

const PROGRAM = "tests/support/early_answer_program.ts";
/** More than the buffers between two sockets hold. */
const SIZE = 64 * 1024 * 1024;

for (const runtime of NODE_LIKE) {
  for (const text of ["", "ok"]) {
    testWith(
      runtime.needs,
      `upload() in ${runtime.name} succeeds after an early ${
        JSON.stringify(text)
      } only if the server gets the whole body`,
      async () => {
        using folder = new TempFolder();
        const path = folder.sparse("data.bin", SIZE);
        const read = Promise.withResolvers<number>();
        await using server = serveRaw(async (connection) => {
          await connection.readHead();
          await connection.write(answer(text));
          read.resolve((await connection.readBytes(SIZE)).byteLength);
        });

        const ok = await runIn(runtime, PROGRAM, server.url, path);

        assertEquals(ok, await read.promise === SIZE);
      },
    );
  }
}

Deno.test.afterAll(removeBundles);
