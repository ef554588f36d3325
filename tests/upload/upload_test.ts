import { upload } from "@network/upload";
import { assertEquals } from "@std/assert";
import { eventsOf } from "../support/events.ts";
import { TempFolder } from "../support/files.ts";
import { serve } from "../support/http_server.ts";

Deno.test("upload() sends a whole file and reports each phase", async () => {
  using folder = new TempFolder();
  const path = folder.write("data.bin", 3_000_000);
  await using server = serve();

  const events = await eventsOf(
    upload(server.url, "put", { progress: true }, "data.bin", folder.url),
  );

  assertEquals(events.at(0)?.phase, "began");
  assertEquals(events.at(-2)?.phase, "progress");
  assertEquals(events.at(-2)?.bytesTransferred, 3_000_000);
  assertEquals(events.at(-1)?.phase, "ended");
  assertEquals(server.received.map(({ method }) => method), ["PUT"]);
  assertEquals(server.received[0]?.bytes, await Deno.readFile(path));
  assertEquals(server.received[0]?.headers.get("content-length"), "3000000");
});
