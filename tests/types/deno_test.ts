import { assertEquals } from "@std/assert";
import { TempFolder } from "../support/files.ts";
import { packages } from "../support/program.ts";
import { listErrors, readDenoOutput } from "./diagnostics.ts";
import { copyPrograms, expectedErrors } from "./programs.ts";

Deno.test("Deno accepts correct programs, and reports one error per mistake in incorrect ones", async () => {
  using folder = new TempFolder();
  await copyPrograms("right", folder.path);
  await copyPrograms("wrong", folder.path);
  const expected = expectedErrors("wrong");

  const { stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["check", "--quiet", ...packages(), "right", "wrong"],
    cwd: folder.path,
    env: { NO_COLOR: "1" },
  }).output();

  const errors = readDenoOutput(new TextDecoder().decode(stderr));
  assertEquals(listErrors(errors, expected), listErrors(expected));
});
