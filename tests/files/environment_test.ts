import { DocumentsDirectory } from "@network/upload";
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import { currentEnvironment } from "../../src/files/environment.ts";
import { resolveFile } from "../../src/files/resolve_file.ts";
import { bundle } from "../support/bundle.ts";
import { TempFolder } from "../support/files.ts";
import { testWith } from "../support/server_program.ts";

Deno.test("currentEnvironment() describes the running program", () => {
  const environment = currentEnvironment();

  assertEquals(environment.cwd(), Deno.cwd());
  assertEquals(environment.mainModule()?.href, Deno.mainModule);
  assertEquals(environment.variable("PATH"), Deno.env.get("PATH"));
  assertEquals(environment.variable("NO_SUCH_VARIABLE_HERE"), undefined);
  assert(["linux", "darwin", "windows"].includes(environment.os));
  if (Deno.build.os === "linux") assertEquals(environment.os, "linux");
});

testWith(
  "node",
  "currentEnvironment() tells of the running program in Node, however that was named",
  async () => {
    using folder = new TempFolder();
    const { path } = folder;
    Deno.mkdirSync(`${path}/app`);
    await bundle(
      "tests/support/main_module_program.ts",
      `${path}/app/index.mjs`,
    );
    Deno.writeTextFileSync(`${path}/app/package.json`, '{"main":"index.mjs"}');
    Deno.symlinkSync("app/index.mjs", `${path}/tool`);
    for (const named of ["app/index.mjs", "app", "tool"]) {
      const { stdout, stderr } = await new Deno.Command("node", {
        args: [named],
        cwd: path,
      }).output();

      assertEquals(
        new TextDecoder().decode(stdout),
        `${Deno.realPathSync(path)}/app/index.mjs\n`,
        new TextDecoder().decode(stderr),
      );
    }
  },
);

Deno.test("currentEnvironment() reads a text file, and returns undefined if there is none", async () => {
  using folder = new TempFolder();
  const { readText } = currentEnvironment();

  assertEquals(await readText(folder.write("a.txt", "hellö")), "hellö");
  assertEquals(await readText(`${folder.path}/missing`), undefined);
});

Deno.test("currentEnvironment() fails if there is something other than a file", async () => {
  using folder = new TempFolder();
  const { readText } = currentEnvironment();
  const error = await assertRejects(() => readText(folder.path), UploadError);

  assertEquals(error.code, "not-a-file");
});

Deno.test({
  name: "currentEnvironment() says which permission a variable needs",
  permissions: { env: false },
  fn() {
    const environment = currentEnvironment();
    const error = assertThrows(
      () => environment.variable("HOME"),
      UploadError,
      "Cannot locate the base directory: Permission denied",
    );

    assertEquals(error.code, "permission");
    assert(error.hint.includes("--allow-env,"));
  },
});

Deno.test({
  name: "currentEnvironment() says which permission a file needs",
  permissions: { read: false },
  async fn() {
    const environment = currentEnvironment();
    const error = await assertRejects(
      () => environment.readText("/srv/user-dirs.dirs"),
      UploadError,
      "Permission denied",
    );
    assertEquals(error.code, "permission");
    assert(error.hint.includes("--allow-read=/srv/user-dirs.dirs"));
  },
});

Deno.test({
  name: "currentEnvironment() needs no permission by itself",
  permissions: "none",
  async fn() {
    const environment = currentEnvironment();

    assertEquals(
      await resolveFile("/srv/a.txt", undefined, environment),
      "/srv/a.txt",
    );
    const { hint } = await assertRejects(
      () => resolveFile("a.txt", DocumentsDirectory, environment),
      UploadError,
    );
    assert(hint.includes("baseDirectory: CurrentDirectory"));
  },
});
