import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  isConnectionLost,
  isNotProcessed,
  loadReports,
  toNetworkError,
} from "../../src/errors/network_error.ts";
import { toSourceError } from "../../src/errors/source_error.ts";
import { UploadError } from "../../src/errors/upload_error.ts";
import { toFileError } from "../../src/files/file_error.ts";
import { RECORDED_CONNECTIONS } from "../support/recorded_connections.ts";
import { RECORDED_URL, toError } from "../support/recorded_failure.ts";
import { RECORDED_HTTP } from "../support/recorded_http.ts";
import { RECORDED_TLS } from "../support/recorded_tls.ts";

await loadReports();

const url = new URL("https://h.example/in?signature=hunter2");

const RECORDED = [...RECORDED_CONNECTIONS, ...RECORDED_TLS, ...RECORDED_HTTP];

for (const recorded of RECORDED) {
  const { failure, thrown, state, isTransient, code = "network" } = recorded;
  for (const one of thrown) {
    const last = one.cause?.cause ?? one.cause ?? one;
    const name = `${failure}: ${JSON.stringify(last.message.slice(0, 200))}`;

    Deno.test(`toNetworkError() understands ${name}`, () => {
      const error = toNetworkError(toError(one), RECORDED_URL);

      assertEquals(error.code, code);
      assertStringIncludes(error.message, '"127.0.0.1:4999": ' + state);
      assertEquals(error.isTransient, isTransient);
      assert(error.hint !== "");
      assert(!Deno.inspect(error).includes("hunter2"), Deno.inspect(error));
    });

    Deno.test(`isConnectionLost() and isNotProcessed() understand ${name}`, () => {
      const error = toError(one);

      assertEquals(isConnectionLost(error), recorded.isLost ?? false);
      assertEquals(isNotProcessed(error), recorded.isNotProcessed ?? false);
    });
  }
}

Deno.test("toNetworkError() shows what the runtime says", () => {
  const cause = new Error("something else");
  const thrown = new TypeError("fetch failed", { cause });
  const error = toNetworkError(thrown, url);

  assertEquals(
    error.message,
    'Cannot upload to "h.example": fetch failed: something else',
  );
  assertEquals(error.hint, "see the 'cause' of the error");
  assertEquals([error.code, error.isTransient], ["network", false]);
  assert(error.cause === thrown);
});

/** Names that say what happened in the text of another failure. */
const MISLEADING = [
  "reset.example",
  "refused.example",
  "dns.example",
  "tls.example",
  "certificate.example",
  "timed-out.example",
  "reset",
  "closed",
];

for (const host of MISLEADING) {
  Deno.test(`toNetworkError() is not misled by the name ${host}`, () => {
    const path = `https://${host}/closed/dns/tls/ECONNRESET/connection-refused`;
    const said = `error sending request for url (${path}): ${host} is odd`;
    const error = toNetworkError(new TypeError(said), new URL(path));

    assertEquals(error.hint, "see the 'cause' of the error");
    assertEquals(isConnectionLost(error), false);
  });
}

Deno.test("toNetworkError() matches whole words only", () => {
  for (
    const word of ["preset by peers", "hedgednserror", "stls", "unrefused"]
  ) {
    const error = toNetworkError(new TypeError(word), url);

    assertEquals(error.hint, "see the 'cause' of the error", word);
  }
});

Deno.test("toNetworkError() prefers a code to any word", () => {
  const coded = (code: string, message: string) =>
    toNetworkError(Object.assign(new Error(message), { code }), url).message;

  assertStringIncludes(
    coded("ECONNREFUSED", "connection reset by peer"),
    "Connection refused",
  );
  assertStringIncludes(
    coded("EPIPE", "connection refused"),
    "closed the connection",
  );
  assertStringIncludes(coded("CERT_REVOKED", "tls"), "is not trusted");
});

Deno.test("toNetworkError() finds the reason in an AggregateError, which Node throws for two addresses", () => {
  const refused = (address: string) =>
    Object.assign(new Error(`connect ECONNREFUSED ${address}:443`), {
      code: "ECONNREFUSED",
      port: 443,
    });
  const errors = [refused("::1"), refused("127.0.0.1")];
  const thrown = new TypeError("fetch failed", {
    cause: new AggregateError(errors),
  });

  const error = toNetworkError(thrown, url);

  assertStringIncludes(error.message, ": Connection refused (");
  assertStringIncludes(error.message, "ECONNREFUSED 127.0.0.1:443");
});

Deno.test("toNetworkError() finds the reason at the end of a long text", () => {
  const said = `no ${"http://h/".repeat(4000)}: Connection refused`;

  assertStringIncludes(
    toNetworkError(new TypeError(said), url).message,
    ": Connection refused (no …)",
  );
});

Deno.test("toNetworkError() shows no query of the URL, however the runtime shows it", () => {
  const shapes = [
    "for url (https://h.example/in?signature=hunter2): it failed",
    "PUT /in?signature=hunter2 HTTP/1.1: it failed",
    "signature=hunter2: it failed",
    "in?signature=hunter2: it failed",
    "https%3A%2F%2Fh.example%2Fin%3Fsignature%3Dhunter2 it failed",
    "a redirect to https://s3/b?sig=hunter2#hunter2 failed",
  ];
  for (const said of shapes) {
    const { message } = toNetworkError(new TypeError(said), url);

    assert(!message.includes("hunter2"), message);
    assertStringIncludes(message, "failed");
  }
});

Deno.test("toNetworkError() keeps its message intact if the query is short", () => {
  const said = "error sending request for url (http://h/in?e): it failed";
  const { message } = toNetworkError(
    new TypeError(said),
    new URL("http://h/in?e"),
  );

  assertEquals(
    message,
    'Cannot upload to "h": error sending request for url (http://h/in): it failed',
  );
});

Deno.test("toFileError(), toSourceError() and toNetworkError() return an UploadError as is", () => {
  const error = new UploadError("source", "a");

  assert(toFileError(error, "/srv/a") === error);
  assert(toSourceError(error) === error);
  assert(toNetworkError(error, url) === error);
});

for (
  const [runtime, signs, flag] of [
    ["Deno", { name: "NotCapable" }, "--allow-net=h.example"],
    ["Node", { code: "ERR_ACCESS_DENIED" }, "--allow-net"],
  ] as const
) {
  Deno.test(`toNetworkError() names the flag of ${runtime}`, () => {
    const thrown = Object.assign(new Error("no"), signs);
    const { code, message, hint } = toNetworkError(thrown, url);

    assertEquals(code, "permission");
    assertEquals(message, 'Cannot connect to "h.example": Permission denied');
    assertEquals(hint, `run the program with ${flag}`);
  });
}
