import { assertEquals, assertRejects } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import { readResponse } from "../../src/transfer/read_response.ts";
import { turn } from "../support/turns.ts";

function latin1(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** A response as `fetch` gives it, which no constructor makes. */
class BasicResponse extends Response {
  override get type(): ResponseType {
    return "basic";
  }
}

const LENGTHS: readonly (readonly [length: string, header?: HeadersInit])[] = [
  ["2"],
  ["2", { "transfer-encoding": "chunked" }],
  ["2", { "content-encoding": "gzip" }],
  ["2, 2"],
  ["100", { "transfer-encoding": "chunked" }],
  ["100", { "content-encoding": "gzip" }],
  ["-1"],
  ["none"],
  [""],
];

for (const [length, header] of LENGTHS) {
  const shown = `${length}, ${JSON.stringify(header ?? {})}`;
  Deno.test(`readResponse() reads a response to its end whatever its Content-Length is (${shown})`, async () => {
    const body = ReadableStream.from([latin1("hello"), latin1(" world")]);
    const headers = new Headers(header);
    headers.set("content-type", "text/plain");
    headers.set("content-length", length);

    const { response } = await readResponse(
      new BasicResponse(body, { headers }),
      100,
      () => {},
    );

    assertEquals(response, "hello world");
  });
}

Deno.test("readResponse() waits for the end of a response after all the bytes of its Content-Length", async () => {
  const { readable, writable } = new TransformStream<Uint8Array>();
  const writer = writable.getWriter();
  const headers = { "content-type": "text/plain", "content-length": "2" };
  const cameIn = Promise.withResolvers<void>();
  let settled = false;

  const reading = readResponse(
    new BasicResponse(readable, { headers }),
    2,
    cameIn.resolve,
  ).finally(() => settled = true);
  await writer.write(latin1("ok"));
  await cameIn.promise;
  // In the next turn what is settled is known to be.
  await turn();

  assertEquals(settled, false);
  await writer.close();
  assertEquals(await reading, { responseType: "text", response: "ok" });
});

Deno.test("readResponse() refuses a response that is shorter than its Content-Length", async () => {
  const body = ReadableStream.from([latin1("hello"), latin1(" world")]);
  const headers = { "content-length": "12" };
  const error = await assertRejects(
    () => readResponse(new BasicResponse(body, { headers }), 100, () => {}),
    UploadError,
    "Cannot read the response: it ended after 11 of 12 bytes",
  );

  assertEquals([error.code, error.isTransient], ["network", true]);
});

Deno.test("readResponse() accepts a response without a body, and one whose headers are partly hidden", async () => {
  const headers = { "content-length": "12" };
  const bodiless = new BasicResponse(null, { headers, status: 204 });
  const other = new Response("hello", { headers });

  const none = await readResponse(bodiless, 100, () => {});
  const five = await readResponse(other, 100, () => {});

  assertEquals([none.response, five.response], ["", "hello"]);
});

Deno.test("readAnswer() stops at the Content-Length of a response over HTTP/1, and cancels the rest", async () => {
  const cancelled = Promise.withResolvers<void>();
  const body = new ReadableStream({
    type: "bytes",
    start: (controller) => controller.enqueue(latin1("hello")),
    cancel: () => cancelled.resolve(),
  });
  const headers = { "content-length": "5", "content-type": "text/plain" };
  const response = new BasicResponse(body, { headers });

  const { response: text } = await readResponse(
    response,
    100,
    () => {},
    { endsAtLength: true },
  );

  assertEquals(text, "hello");
  await cancelled.promise;
});

Deno.test("readResponse() does not wait for the end of an empty response over HTTP/1", async () => {
  const cancelled = Promise.withResolvers<void>();
  const body = new ReadableStream({
    type: "bytes",
    cancel: () => cancelled.resolve(),
  });
  const headers = { "content-length": "0" };

  const read = await readResponse(
    new BasicResponse(body, { headers }),
    100,
    () => {},
    { endsAtLength: true },
  );

  assertEquals(read, { responseType: "text", response: "" });
  await cancelled.promise;
});
