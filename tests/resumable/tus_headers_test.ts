import { assertEquals } from "@std/assert";
import { expiryOf, lengthOf } from "../../src/resumable/tus_headers.ts";
import { replyOf } from "../support/retry_scene.ts";

const NOW = Date.UTC(2030, 0, 1);
const LATER = "Tue, 01 Jan 2030 01:00:00 GMT";

Deno.test("an upload expires by the clock here, however wrong that is", () => {
  const expiry = (headers: HeadersInit, now: number) =>
    expiryOf(replyOf(204, headers), now);

  assertEquals(expiry({}, NOW), undefined);
  assertEquals(expiry({ "upload-expires": "soon" }, NOW), undefined);
  assertEquals(expiry({ "upload-expires": LATER }, NOW), NOW + 3_600_000);
  const date = "Tue, 01 Jan 2030 00:30:00 GMT";
  assertEquals(
    expiry({ "upload-expires": LATER, date }, 5_000),
    5_000 + 1_800_000,
  );
});

Deno.test("a length is a number of 15 digits at most, or none", () => {
  const length = (value: string) =>
    lengthOf(replyOf(200, { "upload-length": value }));

  assertEquals(["0", "5", "1e3", "-1", "", "9".repeat(16)].map(length), [
    ...[0, 5, undefined, undefined, undefined, undefined],
  ]);
});
