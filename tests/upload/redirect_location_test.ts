import { type FetchLike, upload } from "@network/upload";
import { assertEquals, assertStringIncludes } from "@std/assert";
import { outcomeOf } from "../support/events.ts";
import { closing, redirect, serveAnswers } from "../support/raw_request.ts";

const TYPE = "application/octet-stream";
const SOURCE = new Blob(["x"]);

/** The characters that stand for the bytes of a text in UTF-8. */
function utf8(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}

const WAYS: readonly (readonly [location: string, path: string])[] = [
  [utf8("/café"), "/caf%C3%A9"],
  [utf8("/日本?q=☃"), "/%E6%97%A5%E6%9C%AC?q=%E2%98%83"],
  ["/caf\xe9", "/caf%C3%A9"],
  ["/caf%C3%A9%2f%zz", "/caf%C3%A9%2f%zz"],
  ["?q", "/dir/in?q"],
  ["#part", "/dir/in?key=1"],
  ["out", "/dir/out"],
  ["http:out", "/dir/out"],
  ["\\out", "/out"],
  ["  /out ", "/out"],
  ["/out\r\nLocation: /out", "/out"],
  ["/Smith, John.txt", "/Smith,%20John.txt"],
  ["/a,/b", "/a,/b"],
];

for (const [location, path] of WAYS) {
  Deno.test(`upload() follows the location ${JSON.stringify(location)} to ${path}`, async () => {
    await using server = serveAnswers(redirect(307, location), closing(""));
    const url = `${server.url}dir/in?key=1`;

    const ended = await upload(url, "PUT", SOURCE, TYPE).ended;

    assertEquals(outcomeOf(ended), "200 text");
    assertStringIncludes(
      server.requests[1]?.head ?? "",
      `PUT ${path} HTTP/1.1\r\n`,
    );
    assertEquals(ended.responseUrl, new URL(path, server.url).href);
  });
}

Deno.test("upload() treats a redirect with an empty Location as the response", async () => {
  for (const status of [301, 302, 303, 307, 308]) {
    await using server = serveAnswers(redirect(status, ""));

    const ended = await upload(server.url, "PUT", SOURCE, TYPE).ended;

    assertEquals(outcomeOf(ended), `${status} text`);
    assertEquals([ended.ok, ended.redirected], [false, false]);
    assertEquals(server.requests.length, 1);
  }
});

Deno.test("upload() treats a 305 and a 306 with a Location as the response", async () => {
  for (const status of [305, 306]) {
    await using server = serveAnswers(redirect(status, "/b"));

    const ended = await upload(server.url, "PUT", SOURCE, TYPE).ended;

    assertEquals(outcomeOf(ended), `${status} text`);
    assertEquals(server.requests.length, 1);
  }
});

Deno.test("upload() passes a custom fetch the fragment of its URL after a redirect", async () => {
  const urls: string[] = [];
  const fetch: FetchLike = ({ href }) => {
    urls.push(href);
    const init = { status: 307, headers: { location: "/b" } };
    return Promise.resolve(
      urls.length < 2 ? new Response(null, init) : new Response(),
    );
  };

  const ended = await upload("http://h/a#x", "PUT", { fetch }, SOURCE, TYPE)
    .ended;

  assertEquals(urls, ["http://h/a#x", "http://h/b#x"]);
  assertEquals(ended.responseUrl, "http://h/b");
});
