import { assertEquals } from "@std/assert";
import {
  charsetOf,
  isCharset,
  mediaTypeOf,
} from "../../src/request/content_type.ts";

const CHARSETS: [contentType: string, charset: string | undefined][] = [
  ["text/plain", undefined],
  ["text/plain; charset=utf-8", "utf-8"],
  ["text/plain;charset=UTF-8", "UTF-8"],
  ['text/plain; Charset="iso-8859-1"', "iso-8859-1"],
  ["text/plain; format=flowed; charset=utf-16; x=y", "utf-16"],
  ["text/plain; charset=utf-8;x=y", "utf-8"],
  ['text/plain; charset="utf-8; x"', "utf-8; x"],
  ["text/plain; charset = utf-8", "utf-8"],
  ["text/plain; charset=", undefined],
  ['text/plain; charset=""', ""],
  ["text/plain; xcharset=utf-8", undefined],
  ["charset=utf-8", undefined],
  ["", undefined],
];

for (const [contentType, charset] of CHARSETS) {
  Deno.test(`charsetOf() finds ${charset} in ${JSON.stringify(contentType)}`, () => {
    assertEquals(charsetOf(contentType), charset);
  });
}

Deno.test("mediaTypeOf() ignores parameters, spaces and case", () => {
  assertEquals(mediaTypeOf(" Text/HTML ; charset=utf-8; x=y"), "text/html");
  assertEquals(mediaTypeOf("image/png"), "image/png");
  assertEquals(mediaTypeOf(""), "");
});

Deno.test("isCharset() accepts the labels of the platform", () => {
  for (const label of ["utf-8", "UTF8", "latin1", "utf-16be", "Shift_JIS"]) {
    assertEquals(isCharset(label), true, label);
  }
  for (const label of ["", "klingon", "utf-9", "'utf-8'"]) {
    assertEquals(isCharset(label), false, label);
  }
});
