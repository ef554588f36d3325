import { upload, type UploadEndedEvent } from "@network/upload";
import { assertEquals } from "@std/assert";
import { TempFolder } from "../support/files.ts";
import {
  type ParsedForm,
  parseInBusboy,
  parseInDeno,
  partHeadersOf,
} from "../support/form_parsers.ts";
import { sha256Of } from "../support/hash.ts";
import { CONTENTS, NAMES, VALUES } from "../support/hostile_forms.ts";
import { serve } from "../support/http_server.ts";
import { startPhp } from "../support/php.ts";
import { testWith } from "../support/server_program.ts";

const PARSERS = { Deno: parseInDeno, busboy: parseInBusboy };
const TEXT = new TextEncoder().encode("the file");
const TYPE = "application/x-test";

for (const { name, field, filename = field, misreadBy = [] } of NAMES) {
  Deno.test(`upload() keeps the name ${JSON.stringify(name)} inside its quotes`, async () => {
    await using server = serve();
    const multipart = { name, filename: name, fields: { [name]: "value" } };
    const { ok } = await upload(server.url, "POST", { multipart }, TEXT, TYPE)
      .ended;

    const [received] = server.received;
    if (!ok || received === undefined) throw new Error("nothing was received");
    assertEquals(partHeadersOf(received), [
      [`Content-Disposition: form-data; name="${field}"`],
      [
        `Content-Disposition: form-data; name="${field}"; filename="${filename}"`,
        `Content-Type: ${TYPE}`,
      ],
    ]);
    const sha256 = await sha256Of(TEXT);
    for (const [parser, parse] of Object.entries(PARSERS)) {
      if (misreadBy.includes(parser)) continue;
      assertEquals(await parse(received), {
        fields: [[field, "value"]],
        files: [{ name: field, filename, type: TYPE, sha256 }],
      }, parser);
    }
  });
}

Deno.test("upload() keeps the values of fields inside their parts, with line breaks as CR LF", async () => {
  await using server = serve();
  const fields = VALUES.map(({ value }, index) =>
    [`f${index}`, value] as const
  );
  await upload(server.url, "POST", { multipart: { fields } }, TEXT, TYPE).ended;

  const [received] = server.received;
  if (received === undefined) throw new Error("nothing was received");
  const sha256 = await sha256Of(TEXT);
  for (const [parser, parse] of Object.entries(PARSERS)) {
    assertEquals(await parse(received), {
      fields: VALUES.map(({ sent }, index) => [`f${index}`, sent]),
      files: [{ name: "file", filename: "blob", type: TYPE, sha256 }],
    }, parser);
  }
});

Deno.test("upload() sends a filename of 10,000 characters unchanged", async () => {
  await using server = serve();
  const filename = "long name ".repeat(1000);
  await upload(server.url, "POST", { multipart: { filename } }, TEXT, TYPE)
    .ended;

  const [received] = server.received;
  if (received === undefined) throw new Error("nothing was received");
  // Deno's own parser refuses headers that long.
  const { files } = await parseInBusboy(received);
  assertEquals(files.map((file) => file.filename), [filename]);
});

for (const [content, bytes] of CONTENTS) {
  Deno.test(`upload() sends all of ${content} as the file of a form, with its exact Content-Length`, async () => {
    using folder = new TempFolder();
    folder.write("data.bin", bytes);
    await using server = serve();
    const multipart = { fields: { before: "1" } };
    const { bytesEstimated } = await upload(
      server.url,
      "POST",
      { multipart },
      "data.bin",
      folder.url,
      TYPE,
    ).ended;

    const [received] = server.received;
    if (received === undefined) throw new Error("nothing was received");
    const { headers } = received;
    assertEquals(received.bytes.byteLength, bytesEstimated);
    assertEquals(headers.get("content-length"), String(bytesEstimated));
    assertEquals(headers.get("transfer-encoding"), null);
    const sha256 = await sha256Of(bytes);
    for (const [parser, parse] of Object.entries(PARSERS)) {
      assertEquals(await parse(received), {
        fields: [["before", "1"]],
        files: [{ name: "file", filename: "data.bin", type: TYPE, sha256 }],
      }, parser);
    }
  });
}

testWith(
  "php",
  "PHP reads forms of hostile names, values and contents as they were meant",
  async (php) => {
    using folder = new TempFolder();
    await using server = await startPhp(php, folder.path);
    const url = `${server.url}form.php`;

    for (const { name, field, filename = field, misreadBy = [] } of NAMES) {
      if (misreadBy.includes("PHP")) continue;
      const multipart = { name, filename: name, fields: { [name]: "value" } };
      const ended = await upload(url, "POST", { multipart }, TEXT, TYPE).ended;
      const sha256 = await sha256Of(TEXT);
      assertPhpRead(ended, {
        fields: [[phpName(field), "value"]],
        files: [{ name: phpName(field), filename, type: TYPE, sha256 }],
      });
    }
    for (const { value, sent } of VALUES) {
      const multipart = { fields: { field: value } };
      const ended = await upload(url, "POST", { multipart }, TEXT, TYPE).ended;
      const sha256 = await sha256Of(TEXT);
      assertPhpRead(ended, {
        fields: [["field", sent]],
        files: [{ name: "file", filename: "blob", type: TYPE, sha256 }],
      });
    }
    for (const [, bytes] of CONTENTS) {
      const ended = await upload(url, "POST", { multipart: {} }, bytes, TYPE)
        .ended;
      const sha256 = await sha256Of(bytes);
      assertPhpRead(ended, {
        fields: [],
        files: [{ name: "file", filename: "blob", type: TYPE, sha256 }],
      });
    }
  },
);

function assertPhpRead(ended: UploadEndedEvent, expected: ParsedForm): void {
  if (typeof ended.response !== "string") throw new Error("no text came");
  assertEquals(JSON.parse(ended.response), {
    ...expected,
    contentLength: String(ended.bytesEstimated),
  });
}

/** What PHP makes of a name, for which it once had variables. */
function phpName(name: string): string {
  return name.replaceAll(/[ .]/g, "_");
}
