import { assertEquals, assertRejects } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import {
  discardResponse,
  readResponse,
} from "../../src/transfer/read_response.ts";
import { turn } from "../support/turns.ts";

interface Given {
  readonly body?: BodyInit;
  readonly type?: string | undefined;
  readonly status?: number;
}

/** A response with the given Content-Type, if any. */
function answerOf({ body, type, status }: Given): Response {
  const response = new Response(body, { status: status ?? 200 });
  response.headers.delete("content-type");
  if (type !== undefined) response.headers.set("content-type", type);
  return response;
}

async function read(given: Given): Promise<string | Uint8Array> {
  const { responseType, response } = await readResponse(
    answerOf(given),
    1_000_000,
    () => {},
  );
  assertEquals(responseType, typeof response === "string" ? "text" : "binary");
  return response;
}

/** Bytes of a text that has no character above U+00FF, one each. */
function latin1(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

const TEXT_TYPES = [
  "text/plain",
  "TEXT/HTML",
  "application/json",
  "application/problem+json; x=y",
  "application/javascript",
  "application/x-javascript",
  "application/ecmascript",
  "application/xml",
  "application/xhtml+xml",
  "image/svg+xml",
  "application/x-www-form-urlencoded",
  "application/x-unheard-of; charset=utf-8",
];

for (const type of TEXT_TYPES) {
  Deno.test(`readResponse() reads ${type} as text`, async () => {
    assertEquals(await read({ body: "äb", type }), "äb");
  });
}

for (
  const type of [
    undefined,
    "",
    "application/octet-stream",
    "image/png",
    "application/jsonish",
    "x-text/plain",
  ]
) {
  Deno.test(`readResponse() reads ${type} as bytes`, async () => {
    assertEquals(await read({ body: "ab", type }), Uint8Array.of(97, 98));
  });
}

Deno.test("readResponse() reads a response with an error status as text, whatever its type", async () => {
  const type = "application/octet-stream";

  assertEquals(await read({ body: "no", type, status: 400 }), "no");
  assertEquals(await read({ body: "no", status: 599 }), "no");
  assertEquals(await read({ body: "no", type, status: 399 }), latin1("no"));
});

Deno.test("readResponse() reads an empty body as empty text", async () => {
  assertEquals(await read({ body: "", type: "image/png" }), "");
  assertEquals(await read({ status: 204 }), "");
});

Deno.test("readResponse() decodes by the charset of the header", async () => {
  const type = "text/plain; charset=iso-8859-1";

  assertEquals(await read({ body: latin1("äé"), type }), "äé");
});

Deno.test("readResponse() joins chunks, and reports each", async () => {
  let told = 0;
  const euro = new TextEncoder().encode("€");
  const body = ReadableStream.from([euro.slice(0, 1), euro.slice(1)]);
  const response = answerOf({ body, type: "text/plain" });

  const answer = await readResponse(response, 3, () => told++);

  assertEquals(answer, { responseType: "text", response: "€" });
  assertEquals(told, 2);
});

Deno.test("readResponse() stops reading a response that is too large", async () => {
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(10)),
    cancel: () => void (cancelled = true),
  });

  const error = await assertRejects(
    () => readResponse(new Response(body), 25, () => {}),
    UploadError,
    "Cannot read the response: it has more than 25 bytes",
  );

  assertEquals(error.code, "response-too-large");
  assertEquals(cancelled, true);
});

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

Deno.test("discardResponse() waits for nothing, and handles what fails", async () => {
  const cancelled = Promise.withResolvers<void>();
  const cancel = () => {
    cancelled.resolve();
    return Promise.reject(new Error("cannot cancel"));
  };
  discardResponse(new Response(null));
  discardResponse(new Response(new ReadableStream({ cancel })));
  const locked = new Response(new ReadableStream());
  locked.body?.getReader();
  discardResponse(locked);

  await cancelled.promise;
  // An unhandled rejection would have ended the program by now.
  await turn();
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
    { isHttp1: true },
  );

  assertEquals(text, "hello");
  await cancelled.promise;
});
