import { assert, assertEquals, assertThrows } from "@std/assert";
import { checkSource } from "../../src/request/source_validation.ts";

const NAMES = [
  "a.json",
  "/srv/a.json",
  "C:\\a.json",
  "C://a.json",
  "[slug].tsx",
  "{id}.ts",
  "[1].txt",
  "[1, 2] (copy)",
  "{}.json",
  "(a) [b] {c}",
  "<name>.txt",
  "data:2024",
  "data.csv",
  "blob",
  "file:a.txt",
  "a:b",
  "tab\tin it",
  '"quoted"',
  "5",
  "null",
  "a".repeat(4096),
];

for (const name of NAMES) {
  Deno.test(`upload() accepts a filename such as ${name.slice(0, 30)}`, () => {
    assertEquals(checkSource("source", name, undefined).source, name);
  });
}

/** What is in texts that must not be shown. */
const SECRET = "hunter2";

const text = (kind: string) =>
  `'source' must be a filename if it is a string (got ${kind}): pass a Blob to send text`;
const NUL = "'source' must be a filename without NUL characters";

const TEXTS: [text: string, message: string][] = [
  ["", "'source' must not be an empty filename"],
  [`${SECRET}\0.json`, NUL],
  [`file:///${SECRET}%00.json`, NUL],
  [`${SECRET}\n`, text("text with line breaks")],
  [`a\r${SECRET}`, text("text with line breaks")],
  [`a\u2028${SECRET}`, text("text with line breaks")],
  [`file:///a\n${SECRET}`, text("text with line breaks")],
  [SECRET.repeat(600), text("4200 characters")],
  [`{"password":"${SECRET}"}`, text("JSON")],
  [`  {"password": "${SECRET}"}  `, text("JSON")],
  [`["${SECRET}"]`, text("JSON")],
  ["[1,2]", text("JSON")],
  ["{}", text("JSON")],
  [`<?xml version="1.0"?><password>${SECRET}</password>`, text("markup")],
  [` <p>${SECRET}</p> `, text("markup")],
  [`data:text/plain,${SECRET}`, text("a data: or blob: URL")],
  [`DATA:;base64,${btoa(SECRET)}`, text("a data: or blob: URL")],
  [`blob:https://example.com/${SECRET}`, text("a data: or blob: URL")],
  [`blob:null/${SECRET}`, text("a data: or blob: URL")],
  [
    `https://me:${SECRET}@example.com/a.json`,
    "'source' must be a file: URL (got https:): fetch it, and pass the Response",
  ],
  [`S3://${SECRET}/a`, "'source' must be a file: URL (got s3:)"],
  [`file://[${SECRET}`, "'source' must be a valid file: URL"],
];

for (const [given, message] of TEXTS) {
  Deno.test(`upload() refuses ${JSON.stringify(given.slice(0, 30))} as a filename, and does not show it`, () => {
    const { message: got } = assertThrows(
      () => checkSource("source", given, undefined).source,
      TypeError,
    );

    assertEquals(got, `upload: ${message}`);
    assert(!got.includes(SECRET));
  });
}

Deno.test("upload() refuses a URL that does not name a file", () => {
  const wrong: [url: URL, message: string][] = [
    [new URL("file:///a%00.json"), NUL],
    [
      new URL(`https://me:${SECRET}@example.com/a.json`),
      "'source' must be a file: URL (got https:): fetch it, and pass the Response",
    ],
  ];
  for (const [url, message] of wrong) {
    const { message: got } = assertThrows(
      () => checkSource("source", url, undefined).source,
      TypeError,
    );

    assertEquals(got, `upload: ${message}`);
  }
});

Deno.test("upload() checks very long strings quickly", () => {
  const start = performance.now();
  for (const part of ["<>", "data:", "blob:/", "[", "{", " ", "a://", "{\n"]) {
    for (const length of [4096, 5_000_000]) {
      const given = part.repeat(length / part.length);
      try {
        checkSource("source", given, undefined).source;
      } catch {
        // What is said of it is tested elsewhere.
      }
    }
  }

  assert(performance.now() - start < 1_000);
});
