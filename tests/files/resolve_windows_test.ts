import type { BaseDirectory } from "@network/upload";
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import { resolveFile } from "../../src/files/resolve_file.ts";
import { FakeEnvironment } from "../support/fake_environment.ts";

type Name = string | URL;

/** The path of a file on Windows. */
async function resolve(name: Name, base?: BaseDirectory): Promise<string> {
  const variables = { USERPROFILE: "C:\\Users\\me" };
  const environment = new FakeEnvironment("windows", { variables });
  return await resolveFile(name, base, environment);
}

const SHARE = new URL("file://server/share/");
const DRIVE = new URL("file:///C:/outbox/");

const INSIDE: [name: Name, base: BaseDirectory | undefined, path: string][] = [
  ["a.txt", undefined, "C:\\Users\\me\\Documents\\a.txt"],
  ["a.txt", DRIVE, "C:\\outbox\\a.txt"],
  ["b/a.txt", DRIVE, "C:\\outbox\\b\\a.txt"],
  ["b\\..\\a.txt", DRIVE, "C:\\outbox\\a.txt"],
  ["..foo", DRIVE, "C:\\outbox\\..foo"],
  ["D:\\a.txt", undefined, "D:\\a.txt"],
  ["\\\\server\\share\\a.txt", undefined, "\\\\server\\share\\a.txt"],
  ["\\\\?\\C:\\a.txt", undefined, "\\\\?\\C:\\a.txt"],
  ["C:\\outbox\\a.txt", DRIVE, "C:\\outbox\\a.txt"],
  ["c:\\OUTBOX\\b\\..\\a.txt", DRIVE, "C:\\outbox\\a.txt"],
  ["C:/outbox//./a.txt", DRIVE, "C:\\outbox\\a.txt"],
  ["d:/a/../b/NULL.txt", undefined, "d:/a/../b/NULL.txt"],
  ["C:\\a.txt:stream", undefined, "C:\\a.txt:stream"],
  ["\\\\?\\UNC\\server\\share\\a", undefined, "\\\\?\\UNC\\server\\share\\a"],
  ["//server/share/b/a.txt", SHARE, "\\\\server\\share\\b\\a.txt"],
  [new URL("b/a.txt", SHARE), SHARE, "\\\\server\\share\\b\\a.txt"],
  [new URL("file://other/share/a"), undefined, "\\\\other\\share\\a"],
  [new URL("file://localhost/C:/a"), undefined, "C:\\a"],
  [new URL("file:///D:/a%20b.txt"), undefined, "D:\\a b.txt"],
  ["a.txt", SHARE, "\\\\server\\share\\a.txt"],
  ["..\\a.txt", SHARE, "\\\\server\\share\\a.txt"],
];

for (const [name, base, path] of INSIDE) {
  Deno.test(`resolveFile() returns ${path} for ${name} in ${String(base)} on Windows`, async () => {
    assertEquals(await resolve(name, base), path);
  });
}

const OUTSIDE: [name: Name, base?: BaseDirectory][] = [
  ["..\\a.txt"],
  ["../a.txt"],
  ["b/..\\../a.txt", DRIVE],
  ["D:a.txt", DRIVE],
  ["C:a.txt", DRIVE],
  ["C:", DRIVE],
  ["C:..\\a.txt", DRIVE],
  ["a.txt:stream", DRIVE],
  ["b\\C:\\a.txt", DRIVE],
  ["\\a.txt"],
  ["/a.txt"],
  ["\\outbox\\a.txt", DRIVE],
  ["D:\\outbox\\a.txt", DRIVE],
  ["C:\\outbox\\..\\a.txt", DRIVE],
  ["\\\\server\\share\\a.txt", DRIVE],
  ["\\\\server\\other\\a.txt", SHARE],
  ["\\\\?\\D:\\a.txt", DRIVE],
  ["\\\\.\\C:", DRIVE],
  [new URL("file:///C:/outbox/..%5Ca.txt"), DRIVE],
  [new URL("file:///C:/outbox/b%5C..%5c..%2Fa.txt"), DRIVE],
  [new URL("file:///a.txt")],
  ["\\\\\\server\\share\\x", DRIVE],
  ["///server/share/x", DRIVE],
  ["//\\server\\share\\x", DRIVE],
  ["/\\server/share/x", DRIVE],
  ["\\\\server", DRIVE],
  ["\\\\server\\", DRIVE],
  ["//server//share", DRIVE],
  ["\\\\C:\\outbox\\x", DRIVE],
  ["\\\\.\\C:\\outbox\\x", DRIVE],
  ["\\\\?\\C:\\outbox\\x", DRIVE],
  ["\\??\\C:\\outbox\\x", DRIVE],
  ["\\\\.\\pipe\\x", DRIVE],
  ["\\\\.\\pipe\\x"],
  ["\\\\?\\pipe\\x"],
  ["\\\\?\\GLOBALROOT\\Device\\x"],
  ["\\\\server"],
  ["///server/share/x"],
  ["c:/outbox/../x", DRIVE],
  ["C:/outbox/../outbox2/x", DRIVE],
  ["c:\\outbox\\b\\..\\..\\x", DRIVE],
  ["\\\\server\\share\\..\\..\\other\\share\\x", DRIVE],
  ["\\\\server\\share2\\x", SHARE],
  ["\\\\server2\\share\\x", SHARE],
  [new URL("file://other/share/x"), SHARE],
  [new URL("file://server/share/x"), DRIVE],
  [new URL("file:////server/share/x"), DRIVE],
  ["?", DRIVE],
  ["..\\?\\C:\\x", DRIVE],
  ["a\\..\\..\\outbox\\..\\x", DRIVE],
];

for (const [name, base] of OUTSIDE) {
  Deno.test(`resolveFile() refuses ${name}, which leads out of ${String(base)} on Windows`, async () => {
    const error = await assertRejects(
      () => resolve(name, base),
      UploadError,
      "is outside its base directory",
    );

    assertEquals(error.code, "outside-directory");
  });
}

const DEVICES = [
  "C:\\a\\NUL",
  "c:/CON.txt",
  "D:\\com1 \\x",
  "\\\\server\\share\\aux",
  "\\\\server\\pipe\\x",
  "\\\\?\\C:\\PRN",
  new URL("file:///C:/lpt1"),
  new URL("file://server/IPC$/x"),
];

for (const device of DEVICES) {
  Deno.test(`resolveFile() refuses ${device}, which is a device, if no base directory is given`, async () => {
    const error = await assertRejects(() => resolve(device), UploadError);

    assertEquals(error.code, "not-a-file");
  });
}

Deno.test("resolveFile() says what is wrong with a name that Windows interprets", async () => {
  for (const name of ["NUL", "a.txt.", "a.txt:stream", "\\a"]) {
    const { hint } = await assertRejects(
      () => resolve(name, DRIVE),
      UploadError,
    );
    assertStringIncludes(
      hint,
      "Windows does not take device names, colons, and trailing dots",
    );
  }
  const { hint } = await assertRejects(
    () => resolve("..\\x", DRIVE),
    UploadError,
  );
  assertStringIncludes(hint, "pass the name of a file inside it");
});

Deno.test("resolveFile() refuses a base directory that has no drive", async () => {
  for (const href of ["file:///srv/", "file://server/", "file:///"]) {
    const error = await assertRejects(
      () => resolve("a.txt", new URL(href)),
      UploadError,
      `Cannot use "${href}" as base directory: it does not name a drive`,
    );

    assertEquals(error.code, "not-found");
  }
});

Deno.test("resolveFile() says that a URL does not name a file", async () => {
  const error = await assertRejects(
    () => resolve(new URL("file:///C:/%E4.txt?secret")),
    UploadError,
    'Cannot open "file:///C:/%E4.txt": it is not percent-encoded UTF-8',
  );

  assertEquals(error.code, "not-found");
});
