import { upload } from "@network/upload";
import { assert } from "@std/assert";
import { createReadStream, type ReadStream } from "node:fs";
import { meetFault } from "../support/invariants.ts";
import { serveWhole } from "../support/server_faults.ts";

for (
  const [state, prepare] of [
    ["decodes text", (stream: ReadStream) => stream.setEncoding("utf8")],
    ["was destroyed", (stream: ReadStream) => stream.destroy()],
  ] as const
) {
  Deno.test(`upload() closes a Node stream of its function that ${state}, and handles the error that comes later`, async () => {
    let stream: ReadStream | undefined;
    await meetFault({ ends: "source" }, (scene) =>
      upload({
        url: serveWhole(scene),
        source: () => {
          stream = createReadStream("/missing");
          prepare(stream);
          return stream;
        },
        fetch: scene.fetch,
      }));

    const given = stream;
    assert(given?.destroyed);
    if (!given.closed) {
      await new Promise<void>((done) => given.once("close", () => done()));
    }
  });
}
