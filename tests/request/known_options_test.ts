import { assertEquals, assertThrows } from "@std/assert";
import { assertKnownOptions } from "../../src/request/known_options.ts";

const NAMES = { timeout: true, retry: true, limit: true } as const;

/** The message with which an option is refused. */
function refusalOf(name: string, parent?: string): string {
  const options = Object.fromEntries([["timeout", 5], [name, undefined]]);
  const { message } = assertThrows(
    () => assertKnownOptions(options, NAMES, parent),
    TypeError,
  );
  return message;
}

const TOP = "see UploadOptions for the options that exist";
const CALLBACK = "pass 'progress: true' and iterate over the events";

const REFUSED: [name: string, message: string][] = [
  ["timeuot", "'timeuot' is not an option: did you mean 'timeout'?"],
  ["retries", "'retries' is not an option: did you mean 'retry'?"],
  ["TIME-OUT", "'TIME-OUT' is not an option: did you mean 'timeout'?"],
  ["onProgress", `'onProgress' is not an option: ${CALLBACK}`],
  ["onUploadProgress", `'onUploadProgress' is not an option: ${CALLBACK}`],
  ["onabort", `'onabort' is not an option: ${CALLBACK}`],
  ["progressCallback", `'progressCallback' is not an option: ${CALLBACK}`],
  ["listener", `'listener' is not an option: ${CALLBACK}`],
  ["foo", `'foo' is not an option: ${TOP}`],
  ["0", `'0' is not an option: ${TOP}`],
  ["", `"" is not an option: ${TOP}`],
  ["__proto__", `'__proto__' is not an option: ${TOP}`],
  ["constructor", `'constructor' is not an option: ${TOP}`],
  ["hasOwnProperty", `'hasOwnProperty' is not an option: ${TOP}`],
  ["a'b", `"a'b" is not an option: ${TOP}`],
  ["a\n\x1b[2J", `"a\\n\\u001b[2J" is not an option: ${TOP}`],
  ["a\x9b2J\u202e", `"a\\u009b2J\\u202e" is not an option: ${TOP}`],
  ["Bearer secret", `"Bearer …" is not an option: ${TOP}`],
  ["https://u:secret@h/?x=secret", `"https://h/" is not an option: ${TOP}`],
  ["\ud83d", `"\\ud83d" is not an option: ${TOP}`],
  ["a".repeat(10_000), `"${"a".repeat(199)}…" is not an option: ${TOP}`],
];

for (const [name, message] of REFUSED) {
  const shown = JSON.stringify(name.slice(0, 40));
  Deno.test(`assertKnownOptions() refuses ${shown}`, () => {
    assertEquals(refusalOf(name), `upload: ${message}`);
  });
}

Deno.test("assertKnownOptions() names a nested option as it was written, and lists the real ones", () => {
  assertEquals(
    refusalOf("timeuot", "retry"),
    "upload: 'retry.timeuot' is not an option: did you mean 'retry.timeout'?",
  );
  assertEquals(
    refusalOf("foo", "retry"),
    "upload: 'retry.foo' is not an option: 'retry' has the options 'timeout', 'retry', 'limit'",
  );
  assertEquals(
    refusalOf("a b", "retry"),
    "upload: \"retry.a b\" is not an option: 'retry' has the options 'timeout', 'retry', 'limit'",
  );
});

Deno.test("assertKnownOptions() accepts options that exist, and none", () => {
  assertKnownOptions({}, NAMES);
  assertKnownOptions({ timeout: 5, retry: undefined }, NAMES);
  assertKnownOptions({ [Symbol("foo")]: 1 }, NAMES);
});

Deno.test("assertKnownOptions() names the first of many options that do not exist", () => {
  const many = Object.fromEntries(
    Array.from({ length: 100_000 }, (_, index) => [`timeout${index}x`, 1]),
  );

  assertThrows(
    () => assertKnownOptions(many, NAMES),
    TypeError,
    "'timeout0x' is not an option: did you mean 'timeout'?",
  );
});
