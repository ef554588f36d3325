import { assertEquals } from "@std/assert";
import { type FetchLike, upload } from "@network/upload";
import { outcomeOf } from "../support/events.ts";
import { serveLateEnds } from "../support/http2_server.ts";

Deno.test("upload() reads an answer over HTTP/2 to the end of its stream, and resets none", async () => {
  await using server = serveLateEnds(5);
  using client = Deno.createHttpClient({ http1: false, http2: true });
  const native: FetchLike = (url, init) => fetch(url, { ...init, client });
  // A wrapper of a program's own, of whose responses nothing is known.
  const wrapped: FetchLike = async (url, init) => {
    const { body, headers } = await native(url, init);
    return new Response(body, { headers });
  };
  const source = new Uint8Array(5);
  const contentType = "text/plain";
  const { url } = server;

  for (const fetch of [native, wrapped]) {
    for (let count = 0; count < 3; count++) {
      const ended = await upload({ url, source, contentType, fetch }).ended;

      assertEquals([outcomeOf(ended), ended.response], ["200 text", "ok"]);
    }
  }
  assertEquals(server.resets, []);
});
