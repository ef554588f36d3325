import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  netPermission,
  toNetworkError,
} from "../../src/errors/network_error.ts";
import { toSourceError } from "../../src/errors/source_error.ts";
import { UploadError } from "../../src/errors/upload_error.ts";
import { toFileError } from "../../src/files/file_error.ts";

const url = new URL("https://h.example/in?signature=hunter2");

/** What runtimes say, each in its own words, and the advice for it. */
const SAID: [said: string, advice: string, code?: string][] = [
  [
    "client error (Connect): tcp connect error: Connection refused (os error 111)",
    "no server listens there",
  ],
  ["fetch failed: connect ECONNREFUSED 127.0.0.1:1", "no server listens there"],
  [
    "client error (Connect): dns error: failed to lookup address information: Name or service not known",
    "the host name was not found",
  ],
  ["getaddrinfo ENOTFOUND h.example", "the host name was not found"],
  [
    "invalid peer certificate: UnknownIssuer",
    "the server's certificate is not trusted",
  ],
  ["self-signed certificate", "the server's certificate is not trusted"],
  ["received corrupt message of type InvalidContentType", "no TLS connection"],
  [
    "connection error: Connection reset by peer (os error 104)",
    "the server closed the connection",
  ],
  ["connection closed before message completed", "the server closed"],
  ["write EPIPE", "the server closed the connection"],
  ["Network is unreachable (os error 101)", "there is no way to that host"],
  ["Requests to port 1 are blocked", "fetch blocks that port"],
  ["Failed to fetch", "browsers tell no more"],
  ["Load failed", "browsers tell no more"],
  [
    "NetworkError when attempting to fetch resource.",
    "browsers tell no more",
  ],
  ["Headers Timeout Error", "Node's fetch waits 300 s", "timeout"],
  ["something else", "see the cause of the error"],
];

for (const [said, advice, code = "network"] of SAID) {
  Deno.test(`toNetworkError() knows what to do about ${JSON.stringify(said)}`, () => {
    const thrown = new TypeError("fetch failed", { cause: new Error(said) });
    const error = toNetworkError(thrown, url);

    assertEquals(error.code, code);
    assertStringIncludes(
      error.message,
      `the upload to https://h.example/in failed: ${advice}`,
    );
    assertStringIncludes(error.message, said);
    assert(error.cause === thrown);
  });
}

Deno.test("toNetworkError() knows a runtime that does not let the program connect", () => {
  const error = toNetworkError(new Deno.errors.NotCapable("net"), url);

  assertEquals(error.code, "permission");
  assertStringIncludes(error.message, "--allow-net=h.example");
});

/** The message for what Deno says of a URL. */
function messageFor(requested: string, failing = requested): string {
  return toNetworkError(
    new TypeError(`error sending request for url (${failing}): it failed`),
    new URL(requested),
  ).message;
}

Deno.test("toNetworkError() shows no query of the URL", () => {
  const message = messageFor("http://h/in?key=hunter2&x=(hunter2)");

  assert(!message.includes("hunter2"), message);
  assertStringIncludes(message, "for url (http://h/in): it failed");
});

Deno.test("toNetworkError() shows no query of a URL that a redirect led to", () => {
  const message = messageFor("http://h/in", "https://s3/b?sig=hunter2#hunter2");

  assert(!message.includes("hunter2"), message);
  assertStringIncludes(message, "for url (https://s3/b): it failed");
});

Deno.test("toNetworkError() leaves its message whole where the query is short", () => {
  const message = messageFor("http://h/in?e");

  assertStringIncludes(
    message,
    "error sending request for url (http://h/in): it failed",
  );
});

for (const host of ["dns.example", "tls.example", "socket.example"]) {
  Deno.test(`toNetworkError() takes its advice from what happened, not from the name ${host}`, () => {
    assertStringIncludes(
      messageFor(`http://${host}/refused/certificate`),
      "see the cause of the error",
    );
  });
}

Deno.test("toFileError(), toSourceError() and toNetworkError() hand on what is an UploadError already", () => {
  const error = new UploadError("source", "a");

  assert(toFileError(error, "/srv/a") === error);
  assert(toSourceError(error) === error);
  assert(toNetworkError(error, url) === error);
});

Deno.test("netPermission() names the flag", () => {
  const error = netPermission(new URL("https://h.example:8443/in"));

  assertEquals(error.code, "permission");
  assertStringIncludes(error.message, "--allow-net=h.example:8443");
});
