import { assertEquals } from "@std/assert";
import { streamOf } from "../support/bytes.ts";
import { TUS_BYTES, uploadByTus } from "../support/tus/tus_scene.ts";
import { TusServer } from "../support/tus/tus_server.ts";

const SIZE = TUS_BYTES.length;

for (const size of [SIZE - 100_000, SIZE - 1, SIZE + 1]) {
  Deno.test(`tus ends when an upload that others created expects ${size} bytes of a stream that has ${SIZE}`, async () => {
    await using server = await new TusServer().listen();
    const created = await fetch(server.endpoint, {
      method: "POST",
      headers: { "Tus-Resumable": "1.0.0", "Upload-Length": String(size) },
    });
    await created.body?.cancel();
    const uploadUrl = created.headers.get("location") ?? "";

    const { error } = await uploadByTus(
      server,
      { uploadUrl, chunkSize: 100_000 },
      { source: streamOf(TUS_BYTES, 7_777) },
    );

    assertEquals(error?.code, "protocol");
    assertEquals(
      error?.message.slice(error.message.indexOf(": the") + 2),
      `the server expects ${size} bytes, but the source has ${SIZE}`,
    );
    assertEquals(server.violations, []);
  });
}
