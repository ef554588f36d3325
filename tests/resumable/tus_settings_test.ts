import { assertEquals, assertThrows } from "@std/assert";
import { tus } from "@network/upload/resumable";
import { checkTusOptions } from "../../src/resumable/tus_settings.ts";

const WRONG: readonly [options: unknown, message: string][] = [
  [5, "the options of 'tus' must be an object (got number)"],
  [
    { chunksize: 5 },
    "'tus.chunksize' is not an option: did you mean 'tus.chunkSize'?",
  ],
  [{ chunkSize: 0 }, "'chunkSize' must be 1 or more (got 0)"],
  [{ chunkSize: 1.5 }, "'chunkSize' must be a whole number (got 1.5)"],
  [{ chunkSize: "1M" }, "'chunkSize' must be a number, 0 or more (got string)"],
  [{ parallel: 0 }, "'parallel' must be 1 or more (got 0)"],
  [{ parallel: Infinity }, "'parallel' must be a whole number (got Infinity)"],
  [
    { checksum: "md5" },
    '\'checksum\' must be SHA-1, SHA-256, SHA-384 or SHA-512, by the name that the server gives it, such as "sha1" (got "md5")',
  ],
  [{ checksum: true }, "'checksum' must be a string (got boolean)"],
  [{ methodOverride: 1 }, "'methodOverride' must be a boolean (got number)"],
  [
    { store: new Map() },
    "'store' must be an UploadStore, such as a FileStore (got Map)",
  ],
  [{ uploadUrl: 5 }, "'uploadUrl' must be a string or a URL (got number)"],
  [
    { uploadUrl: "/files/1" },
    "'uploadUrl' must be an absolute URL, such as \"https://example.com/upload\"",
  ],
  [
    { uploadUrl: "https://h/1", parallel: 2 },
    "'parallel' cannot be used with 'uploadUrl', which is one upload",
  ],
  [{ metadata: ["a"] }, "'metadata' must be an object (got Array)"],
  [
    { metadata: { a: 5 } },
    "'metadata' must have values that are strings (\"a\" is number)",
  ],
  ...["", "a b", "a,b", "ü"].map((key): [unknown, string] => [
    { metadata: { [key]: "" } },
    `'metadata' must have keys of ASCII without spaces and commas (got "${key}")`,
  ]),
];

for (const [options, message] of WRONG) {
  Deno.test(`tus() refuses ${Deno.inspect(options, { breakLength: Infinity })}`, () => {
    assertThrows(
      () => Reflect.apply(tus, undefined, [options]),
      TypeError,
      `upload: ${message}`,
    );
  });
}

Deno.test("the options of tus have defaults", () => {
  assertEquals(checkTusOptions({}), {
    store: undefined,
    metadata: {},
    chunkSize: Infinity,
    parallel: 1,
    checksum: undefined,
    methodOverride: false,
    uploadUrl: undefined,
  });
  const { chunkSize, checksum } = checkTusOptions({ checksum: "SHA-256" });
  assertEquals([chunkSize, checksum], [
    8 * 1024 * 1024,
    { name: "SHA-256", algorithm: "SHA-256" },
  ]);
  assertEquals(checkTusOptions({ chunkSize: Infinity }).chunkSize, Infinity);
});
