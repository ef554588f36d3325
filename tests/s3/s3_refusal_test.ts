import { assertEquals } from "@std/assert";
import type { Reply } from "../../src/request/protocol.ts";
import {
  describeRefusal,
  isTransient,
  refusalOf,
  refusedReply,
} from "../../src/s3/s3_refusal.ts";

function reply(status: number, body: string, date?: string): Reply {
  const headers: HeadersInit = date === undefined ? {} : { date };
  return {
    response: new Response(null, { status, headers }),
    body: { responseType: "text", response: body },
  };
}

const error = (code: string, more = "") =>
  `<?xml version="1.0"?>\n<Error><Code>${code}</Code><Message>No</Message>${more}</Error>`;

Deno.test("refusalOf() reads an error, also after a status of 200", () => {
  for (const status of [200, 400, 503]) {
    const refusal = refusalOf(reply(status, error("SlowDown")));
    assertEquals([refusal?.status, refusal?.code, refusal?.message], [
      status,
      "SlowDown",
      "No",
    ]);
  }
  const inBytes: Reply = {
    response: new Response(),
    body: {
      responseType: "binary",
      response: new TextEncoder().encode(`  \n${error("AccessDenied")}`),
    },
  };
  assertEquals(refusalOf(inBytes)?.code, "AccessDenied");
});

Deno.test("refusalOf() returns undefined for a success", () => {
  for (const body of ["", "<R/>", "<html>", "Error", "<Errors/>"]) {
    assertEquals(refusalOf(reply(200, body)), undefined);
  }
});

Deno.test("refusalOf() falls back to the status", () => {
  for (const body of ["", "<html><p>no</p></html>", "<Error>", "<Error/>"]) {
    const refusal = refusalOf(reply(502, body));
    assertEquals([refusal?.code, refusal?.message], ["502", ""]);
  }
});

Deno.test("refusalOf() reads the clock of the server", () => {
  const date = "Thu, 01 Jan 2026 00:00:00 GMT";
  const time = "<ServerTime>2026-01-02T00:00:00Z</ServerTime>";
  const times = [
    reply(403, error("RequestTimeTooSkewed", time), date),
    reply(403, "", date),
    reply(403, "", "soon"),
    reply(403, ""),
  ].map((one) => refusalOf(one)?.serverTime);
  assertEquals(times, [
    Date.UTC(2026, 0, 2),
    Date.UTC(2026, 0, 1),
    undefined,
    undefined,
  ]);
});

Deno.test("isTransient() goes by the code and by the status", () => {
  for (
    const [status, code, expected] of [
      [200, "InternalError", true],
      [400, "RequestTimeout", true],
      [400, "BadDigest", true],
      [503, "503", true],
      [429, "429", true],
      [400, "EntityTooSmall", false],
      [403, "AccessDenied", false],
      [404, "NoSuchUpload", false],
      [412, "PreconditionFailed", false],
    ] as const
  ) {
    const refusal = { status, code, message: "", serverTime: undefined };
    assertEquals([code, isTransient(refusal)], [code, expected]);
  }
});

Deno.test("refusedReply() names the reason, and removes what a request had", () => {
  const secrets = [
    "AWSAccessKeyId",
    "StringToSign",
    "StringToSignBytes",
    "SignatureProvided",
    "CanonicalRequest",
    "CanonicalRequestBytes",
    "Token-0",
    "ns0:StringToSign",
  ].map((name) => `<${name}>secret</${name}>`).join("");
  const given = reply(403, error("SignatureDoesNotMatch", secrets));
  const refusal = refusalOf(given);
  if (refusal === undefined) throw new Error("no refusal");
  const { reason, isTransient, body } = refusedReply(given, refusal);
  assertEquals([reason, isTransient], ["SignatureDoesNotMatch (No)", false]);
  assertEquals(body.response, error("SignatureDoesNotMatch"));
  const plain = refusalOf(reply(502, ""));
  assertEquals(plain && refusedReply(given, plain).reason, undefined);
  assertEquals(plain && describeRefusal(plain), "502");
});
