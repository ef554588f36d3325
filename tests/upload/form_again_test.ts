import { assert, assertEquals } from "@std/assert";
import { upload } from "@network/upload";
import { sameBytes } from "../support/bytes.ts";
import { FaultScene } from "../support/fault_scene.ts";
import { randomBytes, TempFolder } from "../support/files.ts";
import { serve } from "../support/http_server.ts";
import { answer } from "../support/raw_server.ts";

const BYTES = randomBytes(300_000);

for (const kind of ["a file", "a Blob", "bytes"]) {
  Deno.test(`a form of ${kind} is complete each time it is sent again`, async () => {
    using folder = new TempFolder();
    const path = folder.write("data.bin", BYTES);
    const source = kind === "a file"
      ? path
      : kind === "a Blob"
      ? new Blob([BYTES])
      : BYTES;
    await using server = serve(({ url }) => {
      const hop = Number(url.pathname.slice(1));
      return hop === 3 ? new Response("stored") : new Response(null, {
        status: 307,
        headers: { location: `/${hop + 1}` },
      });
    });

    const ended = await upload({
      url: server.url,
      source,
      multipart: { filename: "data.bin", fields: { a: "b" } },
    }).ended;

    assertEquals([ended.status, ended.response], [200, "stored"]);
    assertEquals(server.received.length, 4);
    const [first, ...others] = server.received;
    assert(first !== undefined);
    for (const { bytes } of others) assert(sameBytes(bytes, first.bytes));
    const form = await new Response(first.bytes, { headers: first.headers })
      .formData();
    assertEquals(form.get("a"), "b");
    const file = form.get("file");
    assert(file instanceof File);
    assert(sameBytes(await file.bytes(), BYTES));
  });
}

Deno.test("a form of several sources is complete when its connection dies and it is sent again", async () => {
  await using scene = new FaultScene();
  const path = scene.folder.write("a.bin", BYTES);
  let requests = 0;
  const url = scene.serve(async (connection) => {
    if (!await scene.readBody(connection)) return;
    if (++requests === 1) return connection.close();
    await connection.write(answer("stored"));
  });
  let calls = 0;
  const ended = await upload({
    url,
    method: "PUT",
    source: path,
    multipart: {
      fields: {
        a: new Blob([BYTES]),
        b: {
          source: () => {
            calls++;
            return new Blob([BYTES]).stream();
          },
          size: BYTES.byteLength,
        },
      },
    },
    fetch: scene.fetch,
  }).ended;

  assertEquals([ended.response, calls], ["stored", 2]);
  const length = ended.bytesEstimated;
  assertEquals(scene.bodies, [
    { length, whole: true },
    { length, whole: true },
  ]);
});
