import { assertEquals, assertRejects } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import { assertSameFile, type FileState } from "../../src/files/file_change.ts";

const WAS: FileState = {
  size: 100,
  mtimeMs: 1000.25,
  ctimeMs: 2000.25,
  mode: 0o100644,
  uid: 1,
  gid: 2,
  nlink: 1,
  ino: 7,
  dev: 8,
};

/** The time of every change but one to the bytes. */
const TOUCHED: FileState = { ...WAS, ctimeMs: 3000 };

async function check(now: FileState, named: FileState | Error = now) {
  await assertSameFile("/srv/a", WAS, now, () => {
    return named instanceof Error
      ? Promise.reject(named)
      : Promise.resolve(named);
  });
}

const SAME: [what: string, now: FileState, named?: FileState | Error][] = [
  ["has not changed", WAS],
  ["has other permissions", { ...TOUCHED, mode: 0o100000 }],
  ["has another owner", { ...TOUCHED, uid: 9 }],
  ["has another group", { ...TOUCHED, gid: 9 }],
  ["has another name as well", { ...TOUCHED, nlink: 2 }],
  ["has lost its name", { ...TOUCHED, nlink: 0 }, new Error("ENOENT")],
  ["has another name instead", TOUCHED, new Error("ENOENT")],
  ["has a name that refers to another", TOUCHED, { ...WAS, ino: 9 }],
  ["has a name that refers to one elsewhere", TOUCHED, { ...WAS, dev: 9 }],
];

for (const [what, now, named] of SAME) {
  Deno.test(`assertSameFile() accepts a file that ${what}`, async () => {
    await check(now, named);
  });
}

const WRITTEN = "was written to while it was read";

const CHANGED: [what: string, now: FileState, says: string][] = [
  ["is longer", { ...WAS, size: 101 }, "has more than the 100 bytes"],
  ["is shorter", { ...WAS, size: 97 }, "ended after 97 of 100 bytes"],
  ["was modified later", { ...WAS, mtimeMs: 1000.5 }, WRITTEN],
  ["was modified before, it says", { ...WAS, mtimeMs: 500 }, WRITTEN],
  ["was modified and set back", TOUCHED, WRITTEN],
  [
    "was modified and has other rights",
    { ...TOUCHED, mtimeMs: 1001, mode: 0 },
    WRITTEN,
  ],
];

for (const [what, now, says] of CHANGED) {
  Deno.test(`assertSameFile() throws if a file ${what}`, async () => {
    const error = await assertRejects(() => check(now), UploadError, says);

    assertEquals(error.code, "source");
    assertEquals(error.message.startsWith('Cannot upload "/srv/a": it '), true);
    assertEquals(error.hint.startsWith("upload a copy"), true);
  });
}
