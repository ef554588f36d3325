import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { randomBytes, TempFolder } from "../support/files.ts";
import { sha256Of } from "../support/hash.ts";
import { withSignals } from "../support/platform.ts";
import {
  type ProgramOptions,
  type ProgramOutput,
  runProgram,
  spawnProgram,
} from "../support/program.ts";

const PATH = "examples/demo.ts";
// As in the task: none to write.
const permissions = [
  "--allow-net=127.0.0.1",
  "--allow-read",
  "--allow-env=INIT_CWD",
];

function runDemo(
  args: string[],
  options: ProgramOptions = {},
): Promise<ProgramOutput> {
  return runProgram(PATH, { permissions, args, ...options });
}

Deno.test("examples/demo.ts uploads a file and finds it identical", async () => {
  using folder = new TempFolder();
  const bytes = randomBytes(5_000_000);
  const path = folder.write("data.bin", bytes);

  const { code, stdout, stderr } = await runDemo([path]);

  assertEquals([code, stderr], [0, ""]);
  assertMatch(stdout, /^100 %/m);
  assertMatch(stdout, /^200: 5000000 bytes sent/m);
  const sum = await sha256Of(bytes);
  assertEquals(stdout.endsWith(`\nidentical SHA-256 ${sum}\n`), true);
});

Deno.test("examples/demo.ts resolves a path against INIT_CWD", async () => {
  using folder = new TempFolder();
  folder.write("grüße 1.txt", "");
  Deno.mkdirSync(`${folder.path}/below`);

  for (const name of ["../grüße 1.txt", `${folder.path}/grüße 1.txt`]) {
    const { code, stdout } = await runDemo([name], {
      env: { INIT_CWD: `${folder.path}/below` },
    });

    assertEquals(code, 0);
    assertStringIncludes(stdout, `< ${folder.path}/grüße 1.txt\n`);
    assertStringIncludes(stdout, "identical SHA-256 e3b0c44298fc1c149afbf4c8");
  }
});

Deno.test("examples/demo.ts reports a missing file and a directory, and fails", async () => {
  using folder = new TempFolder();

  const missing = await runDemo([`${folder.path}/missing.bin`]);
  assertEquals(missing.code, 1);
  assertMatch(missing.stderr, /^Cannot find file ".*missing\.bin"/);

  const directory = await runDemo([folder.path]);
  assertEquals(directory.code, 1);
  assertMatch(directory.stderr, /^Cannot upload ".*": it is a directory/);
});

Deno.test("examples/demo.ts prints its usage", async () => {
  const help = await runDemo(["--help"]);
  assertEquals([help.code, help.stderr], [0, ""]);
  assertMatch(help.stdout, /^usage: deno task demo \[FILE\]\n\nUploads a file/);

  for (const args of [["one", "two"], ["--unknown"]]) {
    const { code, stdout, stderr } = await runDemo(args);
    assertEquals([code, stdout, stderr], [
      2,
      "",
      "usage: deno task demo [FILE]\n",
    ]);
  }
});

withSignals.test("examples/demo.ts ends with 130 at Ctrl-C", async () => {
  using folder = new TempFolder();
  const path = folder.sparse("data.bin", 1e11);
  const child = spawnProgram(PATH, { permissions, args: [path] });
  const output = child.stdout.pipeThrough(new TextDecoderStream());

  let printed = "";
  for await (const text of output) {
    if (printed === "") child.kill("SIGINT");
    printed += text;
  }

  await child.stderr.cancel();
  assertEquals((await child.status).code, 130);
  assertStringIncludes(printed, "\nstopped\n");
});
