import { UploadError } from "@network/upload";
import { FileStore, type UploadStore } from "@network/upload/resumable";
import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { filesIn, TempFolder } from "../support/files.ts";
import { runProgram } from "../support/program.ts";
import { withPosixFiles } from "../support/platform.ts";
import { entriesOf } from "./store_conformance.ts";

/** What fails if a store cannot write, with the start of its message. */
const WRITES: Record<string, (store: UploadStore) => Promise<unknown>> = {
  "Cannot save an upload in": async (store) => await store.set("a", "secret"),
  "Cannot lock an upload in": async (store) => await store.lock?.("a"),
};

async function assertRefused(
  directory: string,
  message: RegExp,
  hint: string,
): Promise<void> {
  for (const [action, work] of Object.entries(WRITES)) {
    const error = await assertRejects(
      () => work(new FileStore(directory)),
      UploadError,
    );
    assertEquals(error.code, "store");
    assertEquals(error.isTransient, false);
    assertMatch(error.message, message);
    assert(
      error.message.startsWith(`${action} ${JSON.stringify(directory)}: `),
    );
    assertStringIncludes(error.hint, hint);
  }
}

withPosixFiles.test("FileStore makes its directory, for the user alone, when it is needed", async () => {
  using folder = new TempFolder();
  const directory = `${folder.path}/a/b`;
  const store = new FileStore(directory);
  assertEquals(await store.get("a"), undefined);
  assertEquals(await entriesOf(store), []);
  await store.delete("a");
  assertEquals([...Deno.readDirSync(folder.path)], []);
  await store.set("a", 1);

  const [file] = Deno.readDirSync(directory);
  assert(file !== undefined);
  const modeOf = (path: string) => (Deno.statSync(path).mode ?? 0) & 0o777;
  assertEquals(modeOf(directory), 0o700);
  assertEquals(modeOf(`${directory}/${file.name}`), 0o600);
  const lock = await store.lock("a");
  const [claim = ""] = filesIn(`${directory}/locks`);
  assertEquals(modeOf(`${directory}/locks`), 0o700);
  assertEquals(modeOf(`${directory}/locks/${claim}`), 0o600);
  await lock?.[Symbol.asyncDispose]();
});

Deno.test("FileStore accepts the URL of a directory, even as a string", async () => {
  using folder = new TempFolder();
  await new FileStore(folder.url).set("a", 1);

  assertEquals(await new FileStore(folder.path).get("a"), 1);
  assertEquals(await new FileStore(folder.url.href).get("a"), 1);
});

Deno.test("FileStore refuses what names no directory, and options that are wrong", () => {
  for (const directory of ["", "a\0b", new URL("https://example.com/")]) {
    assertThrows(() => new FileStore(directory), TypeError, "'directory' must");
  }
  for (const maxAge of [0, -1, NaN]) {
    assertThrows(
      () => new FileStore("a", { maxAge }),
      TypeError,
      "'maxAge' must be a number above 0",
    );
  }
});

withPosixFiles.test("FileStore says that a file is in the place of its directory", async () => {
  using folder = new TempFolder();
  const path = folder.write("file", "text");

  await assertRefused(
    path,
    /: (EEXIST: file already exists|ENOTDIR: not a directory)$/,
    "another directory",
  );
  await assertRefused(
    `${path}/a`,
    /: ENOTDIR: not a directory$/,
    "another directory",
  );
});

Deno.test({
  name: "FileStore says which permissions it needs",
  permissions: { read: false, write: false },
  async fn() {
    await assertRefused(
      "/srv/uploads",
      /: Permission denied$/,
      "--allow-write",
    );
    const store = new FileStore("/srv/uploads");
    for (const work of [() => store.get("a"), () => entriesOf(store)]) {
      const error = await assertRejects(work, UploadError, "Permission denied");
      assertStringIncludes(error.hint, "--allow-read");
    }
  },
});

Deno.test("FileStore refuses a value that JSON does not keep", async () => {
  using folder = new TempFolder();
  const store = new FileStore(folder.path);
  const circular: unknown[] = [];
  circular.push(circular);
  const values = [undefined, NaN, 1n, () => {}, new Date(), circular];
  for (const value of [...values, { a: [undefined] }]) {
    await assertRejects(
      async () => await Reflect.apply(store.set, store, ["a", value]),
      TypeError,
      "'value' must be a value that JSON keeps",
    );
  }
  assertEquals([...Deno.readDirSync(folder.path)], []);
});

Deno.test("FileStore says that a runtime has no file system", async () => {
  const { stdout, stderr } = await runProgram(
    "tests/support/resumable/no_files_program.ts",
  );
  assertEquals(stderr, "");
  const errors: [code: string, message: string, hint: string][] = JSON.parse(
    stdout,
  );
  assertEquals(errors.length, 2);
  for (const [code, message, hint] of errors) {
    assertEquals(code, "store");
    assertStringIncludes(message, "this runtime has no file system");
    assertStringIncludes(hint, "WebStore");
  }
});
