import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import { openFile } from "../../src/files/open_file.ts";
import { TempFolder } from "../support/files.ts";

/** The code of the error with which a file is refused. */
async function codeOf(path: string): Promise<string> {
  const { code } = await assertRejects(() => openFile(path), UploadError);
  return code;
}

Deno.test("openFile() tells the size, and reads from the start to the end", async () => {
  using folder = new TempFolder();
  const file = await openFile(folder.write("a.txt", "hello"));
  const buffer = new Uint8Array(10);

  assertEquals(file.size, 5);
  assertEquals(await file.read(buffer), 5);
  assertEquals(buffer.subarray(0, 5), new TextEncoder().encode("hello"));
  assertEquals(await file.read(buffer), 0);
  await file.close();
});

Deno.test("openFile() follows a symbolic link", async () => {
  using folder = new TempFolder();
  folder.write("a.txt", "hello");
  Deno.symlinkSync("a.txt", `${folder.path}/link`);
  const file = await openFile(`${folder.path}/link`);

  assertEquals(file.size, 5);
  await file.close();
});

Deno.test("openFile() finds no file where there is none", async () => {
  using folder = new TempFolder();
  folder.write("a.txt", "hello");
  Deno.symlinkSync("nowhere", `${folder.path}/dangling`);

  assertEquals(await codeOf(`${folder.path}/missing`), "not-found");
  assertEquals(await codeOf(`${folder.path}/missing/a.txt`), "not-found");
  assertEquals(await codeOf(`${folder.path}/a.txt/below`), "not-found");
  assertEquals(await codeOf(`${folder.path}/dangling`), "not-found");
});

Deno.test("openFile() takes no directory for a file", async () => {
  using folder = new TempFolder();

  assertEquals(await codeOf(folder.path), "not-a-file");
  assertEquals(await codeOf(`${folder.path}/`), "not-a-file");
});

Deno.test("openFile() takes no device for a file", async () => {
  assertEquals(await codeOf("/dev/null"), "not-a-file");
  assertEquals(await codeOf("/dev/zero"), "not-a-file");
});

Deno.test("openFile() does not wait for the other end of a pipe", async () => {
  using folder = new TempFolder();
  const path = `${folder.path}/pipe`;
  await new Deno.Command("mkfifo", { args: [path] }).output();

  assertEquals(await codeOf(path), "not-a-file");
});

Deno.test("openFile() cannot read a link that leads to itself", async () => {
  using folder = new TempFolder();
  Deno.symlinkSync("loop", `${folder.path}/loop`);

  const error = await assertRejects(
    () => openFile(`${folder.path}/loop`),
    UploadError,
    "/loop",
  );

  assertEquals(error.code, "source");
});

Deno.test({
  name: "openFile() says that the system does not let this user read",
  ignore: Deno.uid() === 0,
  async fn() {
    using folder = new TempFolder();
    const path = folder.write("a.txt", "hello");
    Deno.chmodSync(path, 0o000);

    assertEquals(await codeOf(path), "permission");
  },
});

Deno.test({
  name: "openFile() says that the program may not read, and how it may",
  permissions: { read: false },
  async fn() {
    const error = await assertRejects(
      () => openFile("/srv/a.txt"),
      UploadError,
    );

    assertEquals(error.code, "permission");
    assertStringIncludes(error.hint, "--allow-read=/srv/a.txt");
  },
});
