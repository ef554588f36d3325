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
