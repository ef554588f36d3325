import { upload, type UploadHeaders, type UploadParams } from "@network/upload";
import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { eventsOf } from "../support/events.ts";
import { TempFolder } from "../support/files.ts";
import { serveAnswers } from "../support/raw_request.ts";
import { headerOf } from "../support/raw_server.ts";

const TYPE = "application/octet-stream";

/** The head of the only request of an upload of five bytes. */
async function headOf(
  params: UploadParams,
  { method = "PUT", path = "", contentType = TYPE } = {},
): Promise<string> {
  await using server = serveAnswers();
  const source = new Blob(["hello"]);
  const url = new URL(path, server.url);
  const { ended } = upload({ url, method, source, contentType, ...params });
  assertEquals((await ended).isError, false);
  assertEquals(server.requests.length, 1);
  return server.requests[0]?.head ?? "";
}

const HEADERS: readonly (readonly [form: string, headers: UploadHeaders])[] = [
  ["a record", { "X-Text": "a b", "x-number": 7, "X-Flag": false }],
  ["pairs", [["X-Text", "a b"], ["x-number", 7], ["X-Flag", false]]],
  [
    "Headers",
    new Headers({ "X-Text": "a b", "x-number": "7", "X-Flag": "false" }),
  ],
];

for (const [form, headers] of HEADERS) {
  Deno.test(`upload() sends the headers that ${form} names`, async () => {
    const head = await headOf({ headers });

    assertEquals(headerOf(head, "x-text"), "a b");
    assertEquals(headerOf(head, "x-number"), "7");
    assertEquals(headerOf(head, "x-flag"), "false");
  });
}

Deno.test("upload() sends a header that pairs repeat with both values", async () => {
  const head = await headOf({ headers: [["X-Tag", "a"], ["x-tag", "b"]] });

  assertEquals(head.match(/^x-tag: .*$/gim)?.join().match(/[ab]\b/g), [
    "a",
    "b",
  ]);
});

Deno.test("upload() sends cookies that pairs repeat as one Cookie", async () => {
  const head = await headOf({
    headers: [["Cookie", "a=1"], ["cookie", "b=2"]],
  });

  assertEquals(head.match(/^cookie: .*$/gim), ["cookie: a=1; b=2"]);
});

Deno.test("upload() sends Latin-1, and names that every object inherits", async () => {
  const head = await headOf({
    headers: [["__proto__", "1"], ["constructor", "2"], [
      "x-name",
      "J\xfcrgen",
    ]],
  });

  assertEquals(headerOf(head, "__proto__"), "1");
  assertEquals(headerOf(head, "constructor"), "2");
  assertEquals(headerOf(head, "x-name"), "J\xfcrgen");
});

Deno.test("upload() refuses headers of the connection and values with control characters at the call", () => {
  const source = new Blob(["hello"]);
  const url = "http://127.0.0.1/";
  for (const [name, value] of [["Keep-Alive", "timeout=5"], ["x-a", "s\x01"]]) {
    const headers = { [name ?? ""]: value };
    assertThrows(
      () => upload({ url, source, headers, contentType: TYPE }),
      TypeError,
    );
  }
});

Deno.test("upload() ignores a Content-Length and a Transfer-Encoding in the headers", async () => {
  const head = await headOf({
    headers: { "content-LENGTH": 999, "Transfer-Encoding": "chunked" },
  });

  assertEquals(head.match(/^content-length:.*$/gim), ["content-length: 5"]);
  assertEquals(headerOf(head, "transfer-encoding"), undefined);
});

Deno.test("upload() sends the Content-Type of the argument, not that of the headers", async () => {
  const headers = { "CONTENT-type": "text/html" };
  const head = await headOf({ headers }, { contentType: "text/x-mine" });

  assertEquals(head.match(/^content-type:.*$/gim), [
    "content-type: text/x-mine",
  ]);
});

for (const method of ["put", "POST", "patch", "DELETE", "PROPFIND"]) {
  Deno.test(`upload() sends the method ${method} in capitals`, async () => {
    const head = await headOf({}, { method, path: "/a%20b?c=d#e" });

    assertStringIncludes(head, `${method.toUpperCase()} /a%20b?c=d HTTP/1.1`);
    assertEquals(headerOf(head, "content-length"), "5");
  });
}

for (const method of ["PATCH", "POST", "PUT", "DELETE"]) {
  Deno.test(`upload() sends an empty file with ${method} and Content-Length 0`, async () => {
    using folder = new TempFolder();
    folder.write("empty.txt", 0);
    await using server = serveAnswers();

    const events = await eventsOf(
      upload(server.url, method, { progress: true }, "empty.txt", folder.url),
    );

    assertEquals(
      headerOf(server.requests[0]?.head ?? "", "content-length"),
      "0",
    );
    assertEquals(
      events.map(({ phase, bytesTransferred, bytesEstimated }) => [
        phase,
        bytesTransferred,
        bytesEstimated,
      ]),
      [["began", 0, 0], ["progress", 0, 0], ["ended", 0, 0]],
    );
  });
}

const CREDENTIALS: readonly (readonly [userinfo: string, decoded: string])[] = [
  ["user:pass", "user:pass"],
  ["user", "user:"],
  [":pass", ":pass"],
  ["us%40er:p%3Aa%2Fss", "us@er:p:a/ss"],
  ["j%C3%BCrgen:g%C3%A4rtner", "jürgen:gärtner"],
  ["100%:50%25", "100%:50%"],
];

for (const [userinfo, decoded] of CREDENTIALS) {
  Deno.test(`upload() turns ${userinfo}@ into Basic authorization, and never shows it`, async () => {
    await using server = serveAnswers();
    const url = server.url.replace("//", `//${userinfo}@`);

    const events = await eventsOf(
      upload(url, "PUT", { progress: true }, new Blob(["hello"]), TYPE),
    );

    const value = headerOf(server.requests[0]?.head ?? "", "authorization");
    const [scheme, base64 = ""] = value?.split(" ") ?? [];
    assertEquals(scheme, "Basic");
    const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
    assertEquals(new TextDecoder().decode(bytes), decoded);
    assertEquals(events.length, 3);
    for (const event of events) assertEquals(event.url, server.url);
  });
}

Deno.test("upload() prefers an Authorization header to the user of the URL", async () => {
  await using server = serveAnswers();
  const url = server.url.replace("//", "//user:pass@");
  const headers = { authorization: "Bearer token" };

  await upload(url, "PUT", { headers }, new Blob(["hello"]), TYPE).ended;

  const { head } = server.requests[0] ?? { head: "" };
  assertEquals(head.match(/^authorization:.*$/gim), [
    "authorization: Bearer token",
  ]);
});
