import { upload, type UploadEndedEvent } from "@network/upload";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { outcomeOf } from "../support/events.ts";
import { serve } from "../support/http_server.ts";

const SOURCE = new Blob(["hello"], { type: "text/plain" });

async function endedBy(
  response: () => Response,
  params = {},
): Promise<UploadEndedEvent> {
  await using server = serve(response);
  return await upload(server.url, "POST", params, SOURCE).ended;
}

Deno.test("upload() reads a response of up to maxResponseBytes after decoding", async () => {
  const gzip = await new Response(
    new Blob([new Uint8Array(1001)]).stream()
      .pipeThrough(new CompressionStream("gzip")),
  ).bytes();
  const answers: (readonly [BodyInit, HeadersInit])[] = [
    ["x".repeat(1001), {}],
    [ReadableStream.from([new Uint8Array(1001)]), {}],
    [gzip, { "content-encoding": "gzip" }],
  ];
  for (const [body, headers] of answers) {
    const ended = await endedBy(() => new Response(body, { headers }), {
      maxResponseBytes: 1000,
    });

    assertEquals(outcomeOf(ended), "response-too-large");
    assertEquals(ended.status, 200);
    assertStringIncludes(String(ended.response), "maxResponseBytes");
  }
  for (const [size, maxResponseBytes] of [[1000, 1000], [0, 0]] as const) {
    const body = "x".repeat(size);
    const ended = await endedBy(() => new Response(body), { maxResponseBytes });

    assertEquals([outcomeOf(ended), ended.response], ["200 text", body]);
  }
});

Deno.test("upload() stops an endless response at maxResponseBytes", async () => {
  const stopped = Promise.withResolvers<void>();
  const params = { maxResponseBytes: 1_000_000 };

  const ended = await endedBy(() =>
    new Response(
      new ReadableStream({
        pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
        cancel: () => stopped.resolve(),
      }),
    ), params);

  assertEquals(outcomeOf(ended), "response-too-large");
  await stopped.promise;
});
