import { assertEquals } from "@std/assert";
import { retryAfter } from "../../src/transfer/retry_after.ts";

const NOW = Date.UTC(1994, 10, 6, 8, 49, 0);

const VALUES: readonly (readonly [value: string, ms: number | undefined])[] = [
  ["0", 0],
  ["1", 1_000],
  ["007", 7_000],
  [" 3\t", 3_000],
  ["31536000", 31_536_000_000],
  ["9".repeat(400), Infinity],
  ["Sun, 06 Nov 1994 08:49:37 GMT", 37_000],
  ["Sunday, 06-Nov-94 08:49:37 GMT", 37_000],
  ["Sun Nov  6 08:49:37 1994", 37_000],
  ["Wed Nov 16 08:49:00 1994", 864_000_000],
  ["Sun, 06 Nov 1994 08:49:00 GMT", 0],
  ["Sun, 06 Nov 1994 08:48:59 GMT", undefined],
  ["Tue, 06 Nov 2001 08:49:00 GMT", 220_924_800_000],
  ["Tuesday, 06-Nov-01 08:49:00 GMT", 220_924_800_000],
  ["", undefined],
  ["soon", undefined],
  ["-5", undefined],
  ["+5", undefined],
  ["2.5", undefined],
  ["1e3", undefined],
  ["0x10", undefined],
  ["5 s", undefined],
  ["5, 6", undefined],
  ["1994-11-06T08:49:37Z", undefined],
  ["Sun, 06 Nov 1994 08:49:37", undefined],
  ["Sun, 06 Nov 1994 08:49:37 +0100", undefined],
  ["Sun, 36 Nov 1994 08:49:37 GMT", undefined],
  ["Sun, 06 Xyz 1994 08:49:37 GMT", undefined],
  ["Sun, 06 Nov 1994 28:49:37 GMT", undefined],
  ["Sun, 06 Nov 1994 8:49:37:0 GMT", undefined],
  ["Sun, 06 Nov 2036 12345678 GMT", undefined],
  ["Sun Nov  6 :::::::1 2036", undefined],
];

for (const [value, ms] of VALUES) {
  Deno.test(`retryAfter() reads ${ms} ms from ${JSON.stringify(value.slice(0, 40))}`, () => {
    const headers = new Headers({ "retry-after": value });

    assertEquals(retryAfter(headers, NOW), ms);
  });
}

Deno.test("retryAfter() returns undefined if there is no such header", () => {
  assertEquals(retryAfter(new Headers(), NOW), undefined);
});

Deno.test("retryAfter() uses the clock of the server, if the response states it", () => {
  const date = "Sun, 06 Nov 1994 08:49:37 GMT";
  const at = (date: string, now: number) =>
    retryAfter(
      new Headers({ "retry-after": "Sun, 06 Nov 1994 08:50:00 GMT", date }),
      now,
    );

  assertEquals(at(date, NOW), 23_000);
  assertEquals(at(date, NOW + 86_400_000), 23_000);
  assertEquals(at(date, 0), 23_000);
  assertEquals(at("today", NOW), 60_000);
});
