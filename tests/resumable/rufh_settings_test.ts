import { assertEquals, assertThrows } from "@std/assert";
import { rufh } from "@network/upload/resumable";
import { contentDisposition } from "../../src/resumable/content_disposition.ts";
import { checkRufhOptions } from "../../src/resumable/rufh_settings.ts";
import {
  booleanItem,
  integerItem,
} from "../../src/resumable/structured_fields.ts";

const WRONG: readonly [options: unknown, message: string][] = [
  [5, "the options of 'rufh' must be an object (got number)"],
  [
    { parallel: 2 },
    "'rufh.parallel' is not an option",
  ],
  [{ chunksize: 5 }, "did you mean 'rufh.chunkSize'?"],
  [{ chunkSize: 0 }, "'chunkSize' must be 1 or more (got 0)"],
  [{ version: 7 }, "'version' must be 6 or 8 (got 7)"],
  [{ version: "8" }, "'version' must be 6 or 8 (got string)"],
  [{ version: null }, "'version' must be 6 or 8 (got null)"],
  [
    { digest: "md5" },
    '\'digest\' must be "sha-256" or "sha-512" (got string)',
  ],
  [{ store: {} }, "'store' must be an UploadStore, such as a FileStore"],
  [{ uploadUrl: "/1" }, "'uploadUrl' must be an absolute URL"],
];

for (const [options, message] of WRONG) {
  Deno.test(`rufh() refuses ${Deno.inspect(options, { breakLength: Infinity })}`, () => {
    assertThrows(
      () => Reflect.apply(rufh, undefined, [options]),
      TypeError,
      message,
    );
  });
}

Deno.test("the options of rufh have defaults", () => {
  assertEquals(checkRufhOptions({}), {
    version: 8,
    store: undefined,
    chunkSize: Infinity,
    digest: undefined,
    uploadUrl: undefined,
  });
  const { chunkSize } = checkRufhOptions({ digest: "sha-256" });
  assertEquals(chunkSize, 8 * 1024 * 1024);
});

const ITEMS: readonly [field: string | null, value: unknown][] = [
  ["?1", true],
  [" ?0 ", false],
  ["?1;a=b;c", true],
  ["?2", undefined],
  ["?1, ?1", undefined],
  ["1", 1],
  ["000000000000005", 5],
  ['5;x="a;b"', 5],
  ["-5", undefined],
  ["5.5", undefined],
  ["5x", undefined],
  ["9999999999999999", undefined],
  ["", undefined],
  [null, undefined],
];

for (const [field, value] of ITEMS) {
  Deno.test(`the item ${JSON.stringify(field)} is ${value}`, () => {
    assertEquals(booleanItem(field) ?? integerItem(field), value);
  });
}

const NAMES: readonly [name: string, value: string][] = [
  ["a b.txt", 'inline; filename="a b.txt"'],
  [
    'a"b\\c.txt',
    "inline; filename=\"a_b_c.txt\"; filename*=UTF-8''a%22b%5Cc.txt",
  ],
  ["100%.txt", "inline; filename=\"100_.txt\"; filename*=UTF-8''100%25.txt"],
  [
    "😀'()*",
    "inline; filename=\"_'()*\"; filename*=UTF-8''%F0%9F%98%80%27%28%29%2A",
  ],
  ["a\r\nb", "inline; filename=\"a__b\"; filename*=UTF-8''a%0D%0Ab"],
];

for (const [name, value] of NAMES) {
  Deno.test(`Content-Disposition of ${JSON.stringify(name)}`, () => {
    assertEquals(contentDisposition(name), value);
  });
}
