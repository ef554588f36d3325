import { assertEquals } from "@std/assert";
import { upload, uploadAll } from "@network/upload";
import { exactOf } from "../../src/events/exact_response.ts";
import { serve } from "../support/http_server.ts";

const LATIN_1 = Uint8Array.of(0x67, 0x72, 0xfc, 0xdf, 0x65);
const MARKED = Uint8Array.of(0xef, 0xbb, 0xbf, 0x61);
const BROKEN = Uint8Array.of(0x61, 0xff, 0x62);

const KEPT: [what: string, bytes: Uint8Array<ArrayBuffer>, type: string][] = [
  ["another charset", LATIN_1, "text/plain; charset=latin1"],
  ["a byte order mark", MARKED, "text/plain"],
  ["invalid UTF-8", BROKEN, "text/plain; charset=utf-8"],
];

for (const [what, bytes, type] of KEPT) {
  Deno.test(`the bytes of a response with ${what} are kept`, async () => {
    const headers = { "content-type": type };
    await using server = serve(() => new Response(bytes, { headers }));
    const options = { url: server.url, source: new Blob(["x"]) };

    const { responseHeaders } = await upload(options);
    const kept = [exactOf(responseHeaders)];
    for await (const event of uploadAll([options])) {
      if (event.phase === "ended") kept.push(exactOf(event.responseHeaders));
    }

    assertEquals(kept, [bytes, bytes]);
  });
}

Deno.test("the bytes of a response in UTF-8 are not kept", async () => {
  await using server = serve(() => new Response("grüße"));

  const { response, responseHeaders } = await upload({
    url: server.url,
    source: new Blob(["x"]),
  });

  assertEquals(response, "grüße");
  assertEquals(exactOf(responseHeaders), undefined);
});
