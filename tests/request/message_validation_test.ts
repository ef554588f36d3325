import { assert, assertEquals, assertThrows } from "@std/assert";
import { checkSource } from "../../src/request/source_validation.ts";
import { toUploadRequest } from "../../src/request/upload_request.ts";

const url = "https://example.com/in";

function checked(source: unknown, size?: unknown) {
  return checkSource("source", source, size);
}

function refusal(source: unknown, size?: unknown): string {
  return assertThrows(() => checked(source, size), TypeError).message;
}

Deno.test("a Request or Response stands for its body", () => {
  const body = new ReadableStream();
  const response = new Response(body, { headers: { "content-length": "5" } });
  const request = new Request(url, { method: "POST", body: "abc" });

  assert(checked(response).source === response.body);
  assertEquals(checked(response).size, 5);
  assert(checked(request).source === request.body);
});

Deno.test("a Request or Response without a body is empty, even if its headers differ", () => {
  const headers = { "content-length": "5" };
  for (
    const empty of [
      new Response(null, { headers }),
      new Response(null, { status: 204 }),
      new Request(url, { headers }),
    ]
  ) {
    assertEquals(checked(empty).source, new Uint8Array());
    assertEquals(checked(empty).size, 0);
  }
});

for (
  const headers of [
    { "content-length": "5", "content-encoding": "gzip" },
    { "content-length": "5, 5" },
    { "content-length": "-5" },
    { "content-length": "0x5" },
    { "content-length": "99999999999999999999" },
    {},
  ]
) {
  Deno.test(`a Response with the headers ${JSON.stringify(headers)} has no known size`, () => {
    const response = new Response("hello", {
      headers: Object.entries(headers),
    });

    assertEquals(checked(response).size, undefined);
    assertEquals(checked(response, 7).size, 7);
  });
}

Deno.test("a Request with a Content-Encoding has the size that it states, because its body is not decoded", () => {
  const request = new Request(url, {
    method: "POST",
    body: "hello",
    headers: { "content-length": "5", "content-encoding": "gzip" },
  });

  assertEquals(checked(request).size, 5);
});

Deno.test("upload() refuses a size that is not that of a Response", () => {
  const response = new Response("hello", {
    headers: { "content-length": "5" },
  });

  assertEquals(checked(response, 5).size, 5);
  assertEquals(
    refusal(response, 4),
    "upload: 'size' must be the size of 'source' (5)",
  );
  assertEquals(
    refusal(new Response(), 4),
    "upload: 'size' must be the size of 'source' (0)",
  );
});

Deno.test("upload() refuses a Response that is an error page or hides its body", () => {
  for (
    const [response, status] of [
      [new Response("a", { status: 404 }), 404],
      [new Response(null, { status: 304 }), 304],
      [Response.error(), 0],
    ] as const
  ) {
    assertEquals(
      refusal(response),
      `upload: 'source' must be a response with a status of 2xx (got ${status}): pass its body to send it anyway`,
    );
  }
});

Deno.test("upload() refuses a Request or Response whose body was used", async () => {
  const used = new Response("a");
  await used.text();
  const locked = new Response("a");
  locked.body?.getReader();

  assertEquals(
    refusal(used),
    "upload: 'source' must be an unused stream (it was read, closed or destroyed): open a new one",
  );
  assertEquals(
    refusal(locked),
    "upload: 'source' must be a stream that nothing else reads (it is locked)",
  );
});

Deno.test("upload() refuses a request whose body is hidden, as in Firefox", () => {
  const request = new Request(url, { method: "POST", body: "abc" });
  Object.defineProperty(request, "body", { value: undefined });

  assertEquals(
    refusal(request),
    "upload: 'source' must have a readable body: pass the result of its blob() method",
  );
});

Deno.test("an object with a readable stream stands for that stream", () => {
  const transform = new TransformStream();
  const readable = new ReadableStream();

  assert(checked(transform).source === transform.readable);
  assert(checked({ readable }, 5).source === readable);
  assertEquals(checked({ readable }, 5).size, 5);
  readable.getReader();
  assertEquals(
    refusal({ readable }),
    "upload: 'source' must be a stream that nothing else reads (it is locked)",
  );
});

Deno.test("an object with a readable stream is not taken as params", () => {
  const readable = new ReadableStream();
  const { source, contentType } = toUploadRequest([
    url,
    "PUT",
    { readable },
    "text/x",
  ]);

  assert(source === readable);
  assertEquals(contentType, "text/x");
});
