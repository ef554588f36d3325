import { upload } from "@network/upload";
import { assertEquals } from "@std/assert";
import { serve } from "../support/http_server.ts";

async function* chunks() {
  yield new Uint8Array(5);
}

Deno.test("upload() never mistakes a generator that was sent before for an empty source", async () => {
  await using server = serve();
  const source = chunks();
  const first = await upload({ url: server.url, source });
  const second = await upload({ url: server.url, source });

  assertEquals([first.status, second.error?.code], [200, "source"]);
  assertEquals(server.received.length, 1);
});

Deno.test("upload() never mistakes the generator of a cancelled upload for an empty source", async () => {
  await using server = serve();
  const source = chunks();
  const first = upload({ url: server.url, source });
  first.cancel();
  await first;
  const { error } = await upload({ url: server.url, source });

  assertEquals(error?.code, "source");
  assertEquals(server.received, []);
});

for (const place of ["another field", "the file"]) {
  Deno.test(`upload() sends no form with a generator in a field that is also that of ${place}`, async () => {
    await using server = serve(() => new Response());
    const generator = chunks();
    const isField = place === "another field";
    const { error } = await upload({
      url: server.url,
      source: isField ? new Uint8Array(5) : generator,
      multipart: {
        fields: [
          ["a", { source: generator }],
          ...isField ? [["b", { source: generator }] as const] : [],
        ],
      },
    });

    assertEquals(error?.code, "source");
    assertEquals(server.received, []);
  });
}

Deno.test("upload() does not store a shorter body that a function returns for a further attempt", async () => {
  await using server = serve(() => new Response(null, { status: 503 }));
  const sizes = [300_000, 5];
  const { error } = await upload({
    url: server.url,
    source: () => new Blob([new Uint8Array(sizes.shift() ?? 0)]).stream(),
    retry: { baseDelay: 0 },
  });

  assertEquals(error?.code, "source");
  assertEquals(server.received.map(({ bytes }) => bytes.length), [300_000]);
});
