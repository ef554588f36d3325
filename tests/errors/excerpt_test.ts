import { assertEquals } from "@std/assert";
import { quote } from "../../src/errors/excerpt.ts";

const QUOTED: [name: string, shown: string][] = [
  ["", '""'],
  ["é ☃.txt", '"é ☃.txt"'],
  ['a"b\\c', '"a\\"b\\\\c"'],
  ["\0\x1b[2J\r\n", '"\\u0000\\u001b[2J\\r\\n"'],
  ["\x7e\x7f\x80\x9b\x9f\xa0", '"~\\u007f\\u0080\\u009b\\u009f\xa0"'],
  ["\u200e\u200f", '"\\u200e\\u200f"'],
  ["\u2027\u2028\u2029\u202e\u202f", '"\u2027\\u2028\\u2029\\u202e\u202f"'],
  ["\u2065\u2066\u2069\u206a", '"\u2065\\u2066\\u2069\u206a"'],
  ["\ud83d", '"\\ud83d"'],
  ["a".repeat(200), `"${"a".repeat(200)}"`],
  ["a".repeat(201), `"${"a".repeat(199)}…"`],
];

for (const [name, shown] of QUOTED) {
  Deno.test(`quote() shows ${shown.slice(0, 50)}`, () => {
    assertEquals(quote(name), shown);
  });
}
