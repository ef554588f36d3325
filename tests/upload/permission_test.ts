import { assertEquals, assertStringIncludes } from "@std/assert";
import { TempFolder } from "../support/files.ts";
import { NOT_LINUX, onLinux, withPosixFiles } from "../support/platform.ts";
import { type ProgramOptions, runProgram } from "../support/program.ts";
import { redirect, serveAnswers } from "../support/raw_request.ts";

const PROGRAM = "tests/support/upload_program.ts";

/** Uploads in a program with these permissions, which must end by itself. */
async function outcomeWith(
  permissions: string[],
  options: Record<string, unknown>,
  how: ProgramOptions = {},
) {
  const args = [JSON.stringify(options)];
  const { code, stdout, stderr } = await runProgram(PROGRAM, {
    permissions,
    args,
    ...how,
  });
  assertEquals([code, stderr], [0, ""]);
  return JSON.parse(stdout);
}

Deno.test("upload() needs no more than the file and the host", async () => {
  using folder = new TempFolder();
  const source = folder.write("data.bin", 200_000);
  await using server = serveAnswers();
  const { host } = new URL(server.url);

  const outcome = await outcomeWith(
    [`--allow-read=${source}`, `--allow-net=${host}`],
    { url: server.url, source },
  );

  assertEquals(outcome.status, 200);
  assertEquals(server.requests[0]?.body.byteLength, 200_000);
});

Deno.test("upload() says which --allow-read is missing", async () => {
  using folder = new TempFolder();
  const source = folder.write("data.bin", 5);
  await using server = serveAnswers();

  for (const permissions of [[], [`--allow-read`, `--deny-read=${source}`]]) {
    const outcome = await outcomeWith(
      ["--allow-net", ...permissions],
      { url: server.url, source },
    );

    assertEquals([outcome.code, outcome.phases], ["permission", ["ended"]]);
    assertStringIncludes(outcome.response, `--allow-read=${source}`);
  }
  assertEquals(server.requests, []);
});

Deno.test("upload() says which --allow-net is missing, and ends", async () => {
  using folder = new TempFolder();
  await using server = serveAnswers();
  const { host } = new URL(server.url);
  const url = `${server.url}?signature=secret`;

  for (const size of [0, 5, 5_000_000]) {
    const source = folder.sparse("data.bin", size);
    const outcome = await outcomeWith(["--allow-read"], { url, source });

    assertEquals(outcome.code, "permission");
    assertStringIncludes(outcome.response, `--allow-net=${host}`);
    assertEquals(outcome.response.includes("secret"), false);
  }
  assertEquals(server.requests, []);
});

Deno.test("upload() requests the permission to connect to the target of a redirect", async () => {
  using folder = new TempFolder();
  const source = folder.sparse("data.bin", 5_000_000);
  await using other = serveAnswers();
  await using server = serveAnswers(redirect(307, other.url));
  const { host } = new URL(server.url);

  const outcome = await outcomeWith(
    ["--allow-read", `--allow-net=${host}`],
    { url: server.url, source },
  );

  assertEquals(outcome.code, "permission");
  assertStringIncludes(
    outcome.response,
    `--allow-net=${new URL(other.url).host}`,
  );
  assertEquals(other.requests, []);
});

const DIRECTORIES: readonly (readonly [directory: string, flag: string])[] = [
  ["DocumentsDirectory", "--allow-env,"],
  ["CachesDirectory", "--allow-env,"],
  ["ApplicationSupportDirectory", "--allow-env,"],
  ["TemporaryDirectory", "--allow-env,"],
  ["CurrentDirectory", "--allow-read"],
  ["ResourceDirectory", "--allow-read"],
];

for (const [directory, flag] of DIRECTORIES) {
  // Elsewhere other variables, or none, name the directories.
  const { test } = flag.startsWith("--allow-env") ? onLinux : Deno;
  test(`upload() says which permission is needed to locate ${directory}`, async () => {
    const outcome = await outcomeWith(
      ["--allow-net"],
      { url: "http://127.0.0.1/", source: "data.bin", directory },
    );

    assertEquals([outcome.code, outcome.phases], ["permission", ["ended"]]);
    assertStringIncludes(outcome.response, flag);
  });
}

onLinux.test("upload() finds a file in the directories that the environment names", async () => {
  using folder = new TempFolder();
  folder.write("data.bin", "found");
  const { path } = folder;
  const rows = [
    ["DocumentsDirectory", { XDG_DOCUMENTS_DIR: path }],
    ["CachesDirectory", { XDG_CACHE_HOME: path }],
    ["ApplicationSupportDirectory", { XDG_DATA_HOME: path }],
    ["TemporaryDirectory", { TMPDIR: path }],
    ["CurrentDirectory", {}],
  ] as const;
  for (const [directory, env] of rows) {
    await using server = serveAnswers();

    const outcome = await outcomeWith(
      ["--allow-net", "--allow-read", "--allow-env"],
      { url: server.url, source: "data.bin", directory },
      { env, cwd: path },
    );

    assertEquals(outcome.status, 200, directory);
    const body = new TextDecoder().decode(server.requests[0]?.body);
    assertEquals(body, "found");
  }
});

/** Runs a command of root as a user without access to everything. */
const AS_A_USER = Deno.uid() === 0 && !NOT_LINUX
  ? ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
  : [];

withPosixFiles.test("upload() says that the user has no permission to read the file", async () => {
  using folder = new TempFolder();
  const source = folder.write("data.bin", 5);
  await Deno.chmod(source, 0);

  const outcome = await outcomeWith(
    ["--allow-net", "--allow-read"],
    { url: "http://127.0.0.1/", source },
    { through: AS_A_USER },
  );

  assertEquals([outcome.code, outcome.phases], ["permission", ["ended"]]);
  assertStringIncludes(outcome.response, "change the permissions of the file");
});
