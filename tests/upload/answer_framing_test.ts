import { upload } from "@network/upload";
import { assertEquals } from "@std/assert";
import { outcomeOf } from "../support/events.ts";
import { serve } from "../support/http_server.ts";
import { closing, serveAnswers } from "../support/raw_request.ts";

const SOURCE = new Blob(["hello"], { type: "text/plain" });
const OK = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";
const CHUNKED = "Transfer-Encoding: chunked\r\n";
const HELLO = "b\r\nhello world\r\n0\r\n\r\n";

/** A response as sent over the wire, and the outcome of an upload. */
type Row = readonly [what: string, text: string, ends: string, body?: string];

const ROWS: readonly Row[] = [
  [
    "a Content-Length below its chunks",
    `${OK}Content-Length: 3\r\n${CHUNKED}\r\n${HELLO}`,
    "200 text",
    "hello world",
  ],
  [
    "a Content-Length above its chunks",
    `${OK}${CHUNKED}Content-Length: 300\r\n\r\n${HELLO}`,
    "200 text",
    "hello world",
  ],
  [
    "a Content-Length of 0 and chunks",
    `${OK}${CHUNKED}Content-Length: 0\r\n\r\n${HELLO}`,
    "200 text",
    "hello world",
  ],
  [
    "the same Content-Length twice",
    `${OK}Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello`,
    "200 text",
    "hello",
  ],
  [
    "two Content-Lengths",
    `${OK}Content-Length: 5\r\nContent-Length: 3\r\n\r\nhello`,
    "network",
  ],
  [
    "more bytes than its Content-Length",
    `${OK}Connection: close\r\nContent-Length: 3\r\n\r\nhello`,
    "200 text",
    "hel",
  ],
  [
    "fewer bytes than its Content-Length",
    `${OK}Content-Length: 9\r\n\r\nhello`,
    "network",
  ],
  ["a chunk that is cut", `${OK}${CHUNKED}\r\nb\r\nhello`, "network"],
  ["no last chunk", `${OK}${CHUNKED}\r\n5\r\nhello\r\n`, "network"],
  ["no length", `${OK}\r\nhello`, "200 text", "hello"],
  [
    "HTTP/1.0",
    "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nhello",
    "200 text",
    "hello",
  ],
  [
    "HTTP/1.0 and a Content-Length",
    "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhel",
    "network",
  ],
  [
    "a 204 with a Content-Length",
    "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello",
    "204 text",
    "",
  ],
  [
    "a 205",
    "HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n",
    "205 text",
    "",
  ],
  [
    "a 304 with a Content-Length",
    "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
    "304 text",
    "",
  ],
  [
    "a 103 before it",
    `HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${closing("hello")}`,
    "200 text",
    "hello",
  ],
  [
    "a 100 before it",
    `HTTP/1.1 100 Continue\r\n\r\n${closing("hello")}`,
    "200 text",
    "hello",
  ],
  [
    "a header of 16 KiB",
    closing("hello", "200 OK", `X-Long: ${"x".repeat(16_384)}\r\n`),
    "200 text",
    "hello",
  ],
  [
    "gzip that is none",
    `${OK}Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello`,
    "network",
  ],
];

for (const [what, text, ends, body] of ROWS) {
  Deno.test(`upload() ends with ${ends} when the response has ${what}`, async () => {
    await using server = serveAnswers(text);

    const ended = await upload(server.url, "PUT", SOURCE).ended;

    assertEquals(outcomeOf(ended), ends);
    if (body !== undefined) assertEquals(ended.response, body);
  });
}

Deno.test("upload() ends with code network when compressed text is cut", async () => {
  const text = crypto.getRandomValues(new Uint8Array(5_000)).join();
  const gzip = await new Response(
    new Blob([text]).stream().pipeThrough(new CompressionStream("gzip")),
  ).bytes();
  const headers = { "content-type": "text/plain", "content-encoding": "gzip" };
  await using server = serve(() =>
    new Response(gzip.subarray(0, gzip.length / 2), { headers })
  );

  const ended = await upload(server.url, "PUT", SOURCE).ended;

  assertEquals([outcomeOf(ended), ended.status], ["network", 200]);
});

Deno.test("upload() keeps each Set-Cookie of a response", async () => {
  const cookies = "Set-Cookie: a=1; Expires=Thu, 01 Jan 2026 00:00:00 GMT\r\n" +
    "Set-Cookie: b=2\r\n";
  await using server = serveAnswers(closing("ok", "200 OK", cookies));

  const { responseHeaders } = await upload(server.url, "PUT", SOURCE).ended;

  assertEquals(
    responseHeaders["set-cookie"],
    "a=1; Expires=Thu, 01 Jan 2026 00:00:00 GMT, b=2",
  );
});

Deno.test("upload() reads large responses of known and of unknown length", async () => {
  const bytes = new Uint8Array(5_000_000).fill(7);
  for (const body of [bytes, ReadableStream.from([bytes, bytes])]) {
    await using server = serve(() => new Response(body));

    const ended = await upload(server.url, "PUT", SOURCE).ended;

    assertEquals(outcomeOf(ended), "200 binary");
    const { length } = ended.response;
    assertEquals(length, body === bytes ? 5_000_000 : 10_000_000);
  }
});
