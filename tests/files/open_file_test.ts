import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import { openFile } from "../../src/files/open_file.ts";
import { TempFolder } from "../support/files.ts";
import { isOpen } from "../support/open_files.ts";
import {
  NO_POSIX_FILES,
  NOT_LINUX,
  withPosixFiles,
} from "../support/platform.ts";

/** The code of the error with which a file is refused. */
async function codeOf(path: string): Promise<string> {
  const { code } = await assertRejects(() => openFile(path), UploadError);
  return code;
}

/** What is read of a file from a position on, into a buffer of some length. */
async function textAt(
  file: Awaited<ReturnType<typeof openFile>>,
  position: number,
  length: number,
): Promise<string> {
  const buffer = new Uint8Array(length);
  const read = await file.read(buffer, position);
  return new TextDecoder().decode(buffer.subarray(0, read));
}

Deno.test("openFile() reports path and size, and reads from any position to the end", async () => {
  using folder = new TempFolder();
  const path = folder.write("a.txt", "hello world");
  const file = await openFile(path);

  assertEquals([file.path, file.size], [path, 11]);
  assertEquals(await textAt(file, 0, 5), "hello");
  assertEquals(await textAt(file, 6, 20), "world");
  assertEquals(await textAt(file, 2, 3), "llo");
  assertEquals(await textAt(file, 11, 5), "");
  assertEquals(await textAt(file, 1000, 5), "");
  await file.close();
  assertEquals(await isOpen(path), false);
});

Deno.test("openFile() serves many concurrent readers, each from its position", async () => {
  using folder = new TempFolder();
  const bytes = Uint8Array.from({ length: 256_000 }, (_, at) => at / 1000);
  const file = await openFile(folder.write("a.bin", bytes));
  const parts = Array.from({ length: 256 }, (_, part) => (part * 37) % 256);
  const read = await Promise.all(parts.map(async (part) => {
    const buffer = new Uint8Array(1000);
    return [await file.read(buffer, part * 1000), ...new Set(buffer)];
  }));

  assertEquals(read, parts.map((part) => [1000, part]));
  await file.close();
});

Deno.test("openFile() reads no byte beyond 4 GiB from the wrong place", async () => {
  using folder = new TempFolder();
  const path = folder.sparse("a.bin", 2 ** 33);
  Deno.writeFileSync(path, new TextEncoder().encode("end"), { append: true });
  const file = await openFile(path);

  assertEquals(await textAt(file, 2 ** 33, 10), "end");
  assertEquals(await textAt(file, 2 ** 33 - 2 ** 32, 3), "\0\0\0");
  await file.close();
});

Deno.test("openFile() refuses to read a file that is closed", async () => {
  using folder = new TempFolder();
  const file = await openFile(folder.write("a.txt", "hello"));
  await file.close();
  // It gets the number that the other had.
  const other = await openFile(folder.write("b.txt", "other"));

  for (const use of [() => textAt(file, 0, 5), () => file.assertUnchanged()]) {
    const error = await assertRejects(use, UploadError, "the file is closed");
    assertEquals(error.code, "source");
  }
  await file.close();
  assertEquals(await textAt(other, 0, 5), "other");
  await other.close();
});

withPosixFiles.test("openFile() follows a symbolic link", async () => {
  using folder = new TempFolder();
  folder.write("a.txt", "hello");
  Deno.symlinkSync("a.txt", `${folder.path}/link`);
  const file = await openFile(`${folder.path}/link`);

  assertEquals(file.size, 5);
  await file.close();
});

withPosixFiles.test("openFile() rejects if there is no file", async () => {
  using folder = new TempFolder();
  folder.write("a.txt", "hello");
  Deno.symlinkSync("nowhere", `${folder.path}/dangling`);

  assertEquals(await codeOf(`${folder.path}/missing`), "not-found");
  assertEquals(await codeOf(`${folder.path}/missing/a.txt`), "not-found");
  assertEquals(await codeOf(`${folder.path}/a.txt/below`), "not-found");
  assertEquals(await codeOf(`${folder.path}/dangling`), "not-found");
});

Deno.test("openFile() refuses a directory", async () => {
  using folder = new TempFolder();

  assertEquals(await codeOf(folder.path), "not-a-file");
  assertEquals(await codeOf(`${folder.path}/`), "not-a-file");
});

withPosixFiles.test("openFile() refuses a socket", async () => {
  using folder = new TempFolder();
  const path = `${folder.path}/socket`;
  using _ = Deno.listen({ transport: "unix", path });

  assertEquals(await codeOf(path), "not-a-file");
});

withPosixFiles.test("openFile() refuses a device", async () => {
  assertEquals(await codeOf("/dev/null"), "not-a-file");
  assertEquals(await codeOf("/dev/zero"), "not-a-file");
});

withPosixFiles.test("openFile() cannot read a link that leads to itself, or a name that is too long", async () => {
  using folder = new TempFolder();
  Deno.symlinkSync("loop", `${folder.path}/loop`);
  for (const name of ["loop", "x".repeat(256)]) {
    const error = await assertRejects(
      () => openFile(`${folder.path}/${name}`),
      UploadError,
      name.slice(0, 100),
    );

    assertEquals(error.code, "source");
  }
});

Deno.test({
  name: "openFile() says that the user has no permission to read",
  ignore: NO_POSIX_FILES || Deno.uid() === 0,
  async fn() {
    using folder = new TempFolder();
    const path = folder.write("a.txt", "hello");
    Deno.chmodSync(path, 0o000);

    assertEquals(await codeOf(path), "permission");
  },
});

Deno.test({
  name: "openFile() says which permission to read is missing",
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

Deno.test({
  name: "openFile() refuses a generated file, which has bytes but no size",
  ignore: NOT_LINUX,
  async fn() {
    // Only a program with all permissions may read one, so it takes another.
    const module = new URL("../../src/files/open_file.ts", import.meta.url);
    const program = `
      const { openFile } = await import("${module}");
      const error = await openFile("/proc/cpuinfo").catch((e) => e);
      console.log(error.code, error.message);`;
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["eval", "--no-config", program],
    }).output();

    assertEquals(
      new TextDecoder().decode(stdout),
      'source Cannot upload "/proc/cpuinfo": it has more than the 0 bytes it had when opened\n',
    );
  },
});
