import { upload } from "@network/upload";
import { assert, assertEquals } from "@std/assert";
import { sameBytes } from "../support/bytes.ts";
import { randomBytes, TempFolder } from "../support/files.ts";
import { serve } from "../support/http_server.ts";
import { isOpen } from "../support/open_files.ts";

const BYTES = randomBytes(300_000);

for (const size of [0, 5, 100_000, BYTES.byteLength]) {
  Deno.test(`upload() sends the first ${size} bytes of a file that grows at each redirect`, async () => {
    using folder = new TempFolder();
    const path = folder.write("a.log", BYTES);
    await using server = serve(({ url }) => {
      Deno.writeFileSync(path, new Uint8Array(1000), { append: true });
      return url.pathname === "/stored" ? new Response("stored") : new Response(
        null,
        { status: 307, headers: { location: "/stored" } },
      );
    });

    const ended = await upload({
      url: server.url,
      source: path,
      size,
      progress: true,
    }).ended;

    assertEquals([ended.error?.message, ended.response], [undefined, "stored"]);
    assertEquals([ended.bytesTransferred, ended.bytesEstimated], [size, size]);
    assertEquals(server.received.length, 2);
    for (const { headers, bytes } of server.received) {
      assertEquals(headers.get("content-length"), String(size));
      assert(sameBytes(bytes, BYTES.subarray(0, size)));
    }
    assertEquals(await isOpen(path), false);
  });
}

Deno.test("upload() sends the first bytes of a file in a form", async () => {
  using folder = new TempFolder();
  const path = folder.write("a.log", BYTES);
  await using server = serve();

  const { bytesTransferred, status } = await upload({
    url: server.url,
    source: path,
    size: 100_000,
    multipart: { fields: { a: "b" } },
  }).ended;

  const [received] = server.received;
  assert(received !== undefined);
  const { headers, bytes } = received;
  assertEquals(status, 200);
  assertEquals(headers.get("content-length"), String(bytesTransferred));
  const form = await new Response(bytes, { headers }).formData();
  const file = form.get("file");
  assert(file instanceof File);
  assertEquals([form.get("a"), file.name], ["b", "a.log"]);
  assert(sameBytes(await file.bytes(), BYTES.subarray(0, 100_000)));
});
