import { upload } from "@network/upload";
import { assert, assertEquals } from "@std/assert";
import { HOSTILE_VALUES } from "../support/hostile_values.ts";
import { serve } from "../support/http_server.ts";

for (const [name, make] of HOSTILE_VALUES) {
  Deno.test(`upload() of a stream on a kept connection ends when ${name} is the reason to cancel`, async () => {
    await using server = serve();
    await upload({ url: server.url, source: new Uint8Array(5) });
    const reason = make();
    const source = new ReadableStream<Uint8Array>();
    const running = upload({ url: server.url, source, progress: true });
    for await (const { phase } of running) {
      if (phase === "began") running.cancel(reason);
    }

    const { error } = await running;
    assertEquals(error?.code, "cancelled");
    assert(Object.is(error?.cause, reason));
  });
}
