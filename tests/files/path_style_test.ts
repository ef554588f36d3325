import { assert, assertEquals } from "@std/assert";
import { posix, styleOf, windows } from "../../src/files/path_style.ts";

Deno.test("styleOf() gives Windows its own paths and every other system those of POSIX", () => {
  assert(styleOf({ os: "windows" }) === windows);
  assert(styleOf({ os: "linux" }) === posix);
  assert(styleOf({ os: "darwin" }) === posix);
});

const ABSOLUTE: [path: string, onPosix: boolean, onWindows: boolean][] = [
  ["/a", true, false],
  ["a", false, false],
  ["", false, false],
  ["..", false, false],
  ["C:\\a", false, true],
  ["C:/a", false, true],
  ["c:\\", false, true],
  ["C:a", false, false],
  ["C:", false, false],
  ["\\a", false, false],
  ["\\\\server\\share\\a", false, true],
  ["//server/share/a", true, true],
  ["\\\\?\\C:\\a", false, true],
];

for (const [path, onPosix, onWindows] of ABSOLUTE) {
  Deno.test(`isAbsolute(${JSON.stringify(path)}) is ${onPosix} for POSIX and ${onWindows} for Windows`, () => {
    assertEquals(posix.isAbsolute(path), onPosix);
    assertEquals(windows.isAbsolute(path), onWindows);
  });
}

Deno.test("fromFileUrl() decodes the escapes of a URL", () => {
  assertEquals(
    posix.fromFileUrl(new URL("file:///srv/a%20b/%C3%A9%23.txt")),
    "/srv/a b/é#.txt",
  );
  assertEquals(
    windows.fromFileUrl(new URL("file:///C:/a%20b/%C3%A9.txt")),
    "C:\\a b\\é.txt",
  );
  assertEquals(
    windows.fromFileUrl(new URL("file://server/share/a.txt")),
    "\\\\server\\share\\a.txt",
  );
});

Deno.test("fromFileUrl() ignores query and fragment", () => {
  assertEquals(posix.fromFileUrl(new URL("file:///srv/a?b#c")), "/srv/a");
});
