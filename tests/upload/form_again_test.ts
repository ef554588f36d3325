import { assert, assertEquals } from "@std/assert";
import { upload } from "@network/upload";
import { sameBytes } from "../support/bytes.ts";
import { randomBytes, TempFolder } from "../support/files.ts";
import { serve } from "../support/http_server.ts";

const BYTES = randomBytes(300_000);

for (const kind of ["a file", "a Blob", "bytes"]) {
  Deno.test(`a form of ${kind} is whole each time that it is sent again`, async () => {
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
