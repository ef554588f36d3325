import { assertEquals } from "@std/assert";
import { parseLimits } from "../../src/resumable/rufh_limits.ts";

const FIELDS: readonly [field: string, limits: object | undefined][] = [
  ["max-size=5", { maxSize: 5 }],
  [
    "max-append-size=7;a=1, min-append-size=2,\tmax-size=9",
    { maxAppendSize: 7, minAppendSize: 2, maxSize: 9 },
  ],
  ['later=("a(" b);c, max-age=60, x="y, max-size=1"', { maxAge: 60 }],
  ["max-size=5, max-size=6", { maxSize: 6 }],
  ["", {}],
  ["max-size=5,", undefined],
  ["max-size=5.0", undefined],
  ["max-size=-1", undefined],
  ['max-size="5"', undefined],
  ["max-size", undefined],
  ["max-size=5 max-age=1", undefined],
  ["Max-Size=5", undefined],
  ["max-size=1234567890123456", undefined],
];

for (const [field, limits] of FIELDS) {
  Deno.test(`Upload-Limit: ${field}`, () => {
    const headers = new Headers({ "upload-limit": field });

    const parsed = parseLimits(headers, 8);

    const none = {
      maxSize: Infinity,
      minSize: 0,
      maxAppendSize: Infinity,
      minAppendSize: 0,
      maxAge: Infinity,
    };
    assertEquals(parsed, limits && { ...none, ...limits });
  });
}

Deno.test("version 6 calls the lifetime of an upload `expires`", () => {
  const headers = new Headers({ "upload-limit": "expires=5, max-age=a" });

  assertEquals(parseLimits(headers, 6)?.maxAge, 5);
});
