import { assertEquals } from "@std/assert";
import { assertRefused, type Refusal } from "../support/refusal.ts";
import { rufhHeaders } from "../support/rufh/rufh_requests.ts";
import { RufhServer } from "../support/rufh/rufh_server.ts";
import { sendTo } from "../support/send_to.ts";

const LIMITS = { maxSize: 100, minSize: 2 };
const DIGEST = { "repr-digest": "sha-256=:YQ==:" };

/** A creation that is refused. */
function creation(
  name: string,
  headers: Record<string, string>,
  reason: RegExp,
  more: Partial<Refusal> = {},
): Refusal {
  return {
    ...{ name, reason, status: 400, method: "POST", path: "/target" },
    headers: { ...rufhHeaders(8), "upload-complete": "?1", ...headers },
    body: "0123",
    ...more,
  };
}

const REFUSALS: readonly Refusal[] = [
  creation("of another version", rufhHeaders(6), /Version is not 8/),
  creation("with two lengths", { "upload-length": "5" }, /inconsistent/),
  creation("with more bytes than its length", {
    ...{ "upload-complete": "?0", "upload-length": "3" },
  }, /exceeds the length/),
  creation(
    "with a wrong digest of the content",
    {
      "content-digest": "sha-256=:YQ==:",
    },
    /Content-Digest/,
    { innocent: true },
  ),
  creation("with a digest that is no byte sequence", {
    "content-digest": "sha-256=YQ==",
  }, /malformed/),
  creation("with a wrong digest of the whole", DIGEST, /Repr-Digest/, {
    innocent: true,
  }),
  creation(
    "beyond max-size",
    {
      ...{ "upload-complete": "?0", "upload-length": "101" },
    },
    /max-size/,
    { status: 413, innocent: true },
  ),
  creation("below min-size", {}, /min-size/, { body: "0", innocent: true }),
  creation(
    "of an unknown size with a min-size",
    {
      "upload-complete": "?0",
    },
    /min-size/,
    { innocent: true },
  ),
];

for (const refusal of REFUSALS) {
  Deno.test(`the draft server refuses a creation: ${refusal.name}`, async () => {
    await using server = await new RufhServer({ limits: LIMITS }).listen();
    const { text } = await assertRefused(server, refusal);
    if (!/inconsistent|exceeds/.test(refusal.reason.source)) return;
    const { type } = JSON.parse(text);
    assertEquals(
      type,
      "https://iana.org/assignments/http-problem-types#inconsistent-upload-length",
    );
  });
}

Deno.test("version 6 of the draft refuses Upload-Offset in a creation, and two lengths without a problem type", async () => {
  await using server = await new RufhServer({ version: 6 }).listen();
  const create = (headers: Record<string, string>) =>
    sendTo(server, "PUT", "/target", { ...rufhHeaders(6), ...headers }, "01");
  const complete = { "upload-complete": "?1" };
  const offset = await create({ ...complete, "upload-offset": "0" });
  const lengths = await create({ ...complete, "upload-length": "3" });
  assertEquals([offset.status, lengths.status], [400, 400]);
  assertEquals(lengths.text, "inconsistent length values for upload");
});

Deno.test("the draft server creates an empty upload, and states its limits as each version does", async () => {
  const limits = {
    ...{ maxSize: 100, minSize: 0, maxAppendSize: 50, minAppendSize: 5 },
    maxAge: 60,
  };
  const sizes =
    "max-size=100, min-size=0, max-append-size=50, min-append-size=5";
  for (const version of [6, 8] as const) {
    await using server = await new RufhServer({ version, limits }).listen();
    const { status, headers } = await sendTo(server, "PUT", "/target", {
      ...rufhHeaders(version),
      "upload-complete": "?0",
      "upload-length": "10",
    });
    const six = version === 6;
    assertEquals(status, 201);
    assertEquals(headers.get("location"), `${server.url}uploads/1`);
    assertEquals(
      headers.get("upload-limit"),
      `${sizes}, ${six ? "expires" : "max-age"}=60`,
    );
    assertEquals(headers.get("upload-complete"), six ? "?0" : null);
    assertEquals(headers.get("upload-offset"), six ? "0" : null);
    assertEquals(server.violations, []);
  }
});

Deno.test("version 6 of the draft accepts an upload of unknown size despite min-size", async () => {
  const limits = { minSize: 5 };
  await using server = await new RufhServer({ version: 6, limits }).listen();
  const { status } = await sendTo(server, "POST", "/target", {
    ...rufhHeaders(6),
    "upload-complete": "?0",
  });
  assertEquals(status, 201);
});

Deno.test("the draft server states on OPTIONS what it supports", async () => {
  const discover = async (version: 6 | 8, limits = {}) => {
    await using server = await new RufhServer({ version, limits }).listen();
    const { headers } = await sendTo(server, "OPTIONS", "/target", {});
    return [headers.get("accept-patch"), headers.get("upload-limit")];
  };
  const type = "application/partial-upload";
  assertEquals(await discover(8), [type, null]);
  assertEquals(await discover(8, { maxSize: 9 }), [type, "max-size=9"]);
  assertEquals(await discover(6), [null, "min-size=0"]);
});

Deno.test("the target responds to a complete creation, and to a request without a valid Upload-Complete", async () => {
  for (const version of [6, 8] as const) {
    await using server = await new RufhServer({
      version,
      process: ({ offset, creation }) => ({
        status: 422,
        headers: { "X-Method": creation.method },
        body: `no ${offset} bytes`,
      }),
    }).listen();
    for (const complete of ["?1", "", "1"]) {
      const { status, headers, text } = await sendTo(server, "PUT", "/a", {
        ...rufhHeaders(version),
        ...(complete === "" ? {} : { "upload-complete": complete }),
      }, "0123");
      assertEquals([status, text], [422, "no 4 bytes"]);
      assertEquals(headers.get("x-method"), "PUT");
      const marked = version === 6 && complete === "?1";
      assertEquals(headers.get("upload-offset"), marked ? "4" : null);
    }
    assertEquals(server.violations, ["Upload-Complete is malformed"]);
  }
});
