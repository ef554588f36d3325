import { assertEquals } from "@std/assert";
import { nearestName } from "../../src/request/nearest_name.ts";
import { assertLinear } from "../support/complexity.ts";

const NAMES = [
  "url",
  "method",
  "source",
  "baseDirectory",
  "contentType",
  "headers",
  "timeout",
  "progress",
  "progressInterval",
  "handleRedirects",
  "size",
  "signal",
  "multipart",
  "maxResponseBytes",
  "credentials",
  "fetch",
  "retry",
];

const MEANT: [given: string, meant: string][] = [
  // The same in other letters.
  ["contenttype", "contentType"],
  ["Content-Type", "contentType"],
  ["progress_interval", "progressInterval"],
  ["URL", "url"],
  // Of the same meaning.
  ["body", "source"],
  ["file", "source"],
  ["filePath", "source"],
  ["data", "source"],
  ["stream", "source"],
  ["formData", "multipart"],
  ["type", "contentType"],
  ["mime-type", "contentType"],
  ["form_data", "multipart"],
  ["file path", "source"],
  ["retries", "retry"],
  ["withCredentials", "credentials"],
  ["redirect", "handleRedirects"],
  ["dispatcher", "fetch"],
  // Cut short.
  ["baseDir", "baseDirectory"],
  ["maxResponse", "maxResponseBytes"],
  ["prog", "progress"],
  // With typing errors.
  ["ulr", "url"],
  ["ur", "url"],
  ["urll", "url"],
  ["timeuot", "timeout"],
  ["timout", "timeout"],
  ["timeoutt", "timeout"],
  ["temiout", "timeout"],
  ["soruce", "source"],
  ["header", "headers"],
  ["metod", "method"],
  ["handleRedirect", "handleRedirects"],
  ["baseDirektori", "baseDirectory"],
  ["siz", "size"],
  ["uri", "url"],
  ["directory", "baseDirectory"],
  ["timeoutMs", "timeout"],
  ["maxRedirects", "handleRedirects"],
  ["progres", "progress"],
];

for (const [given, meant] of MEANT) {
  Deno.test(`nearestName() suggests ${meant} for ${given}`, () => {
    assertEquals(nearestName(given, NAMES), meant);
  });
}

const FAR = [
  "",
  "a",
  "lru",
  "ulx",
  "uxr",
  "ax",
  "pro",
  "cache",
  "mode",
  "keepalive",
  "priority",
  "responseType",
  "xyzeout",
  "__proto__",
  "constructor",
  "toString",
  "☃",
  "timeout".padEnd(41, "-"),
  "timeout".repeat(1_000_000),
];

for (const given of FAR) {
  Deno.test(`nearestName() finds nothing near ${given.slice(0, 50)}`, () => {
    assertEquals(nearestName(given, NAMES), undefined);
  });
}

Deno.test("nearestName() prefers the fewest typing errors in any order", () => {
  assertEquals(nearestName("limitx", ["linitx2", "limit"]), "limit");
  assertEquals(nearestName("limitx", ["limit", "linitx2"]), "limit");
});

Deno.test("nearestName() suggests only names that exist", () => {
  assertEquals(nearestName("retries", ["url"]), undefined);
  assertEquals(nearestName("retries", ["limit", "statuses"]), "limit");
  assertEquals(nearestName("status", ["limit", "statuses"]), "statuses");
});

Deno.test("nearestName() reads a name in linear time", async () => {
  await assertLinear((text) => nearestName(text, NAMES));
});
