import { assertEquals, assertMatch } from "@std/assert";
import { runCli } from "../support/cli/run_cli.ts";
import { TempFolder } from "../support/files.ts";
import { serve } from "../support/http_server.ts";
import { onLinux, withShell } from "../support/platform.ts";
import { TusServer } from "../support/tus/tus_server.ts";

const NET = "--allow-net=127.0.0.1";

Deno.test("upload needs the host and the files, and nothing else", async () => {
  using folder = new TempFolder();
  await using server = serve();
  const files = [folder.write("a", "x"), folder.write("b", "x")];

  const { code, stdout } = await runCli(["-j1", ...files, server.url], {
    permissions: [NET, `--allow-read=${files}`],
  });

  assertEquals([code, stdout], [0, "11"]);
});

Deno.test("upload takes a relative name with the permission for it", async () => {
  using folder = new TempFolder();
  await using server = serve();
  folder.write("a", "x");

  const { code } = await runCli(["a", server.url], {
    permissions: [NET, "--allow-read=a"],
    cwd: folder.path,
  });

  assertEquals(code, 0);
});

withShell.test("upload sends standard input without a permission to read", async () => {
  using folder = new TempFolder();
  await using server = serve();

  const { code, stdout } = await runCli(["-", `${server.url}x`], {
    permissions: [NET],
    stdin: folder.write("a", "hello"),
  });

  assertEquals([code, stdout], [0, "5"]);
  assertEquals(server.received[0]?.headers.get("content-length"), "5");
});

onLinux.test("upload --resume needs its directory, and none above it", async () => {
  using folder = new TempFolder();
  await using server = await new TusServer().listen();
  const file = folder.write("a", "x");
  const state = `${folder.path}/network-upload`;
  Deno.mkdirSync(state);

  const { code, stderr } = await runCli(
    ["-q", "--resume", "tus", file, server.endpoint],
    {
      permissions: [
        ...[NET, `--allow-read=${file},${state}`, `--allow-write=${state}`],
        "--allow-env=XDG_DATA_HOME,HOME",
      ],
      env: { XDG_DATA_HOME: folder.path },
    },
  );

  assertEquals([code, stderr], [0, ""]);
});

/** A permission that is missing, the exit code, and what is said. */
const MISSING: [
  what: string,
  permissions: string[],
  args: string[],
  code: number,
  said: RegExp,
][] = [
  [
    "the file",
    [NET],
    ["FILE", "URL"],
    3,
    /Permission denied; run the program with --allow-read=\S+\/a\n$/,
  ],
  [
    "the host",
    ["--allow-read"],
    ["FILE", "URL"],
    4,
    /Permission denied; run the program with --allow-net=127\.0\.0\.1:\d+\n$/,
  ],
  [
    "the file of -o",
    [NET, "--allow-read"],
    ["-o", "out", "FILE", "URL"],
    3,
    /^upload: Cannot write to "out": Permission denied; run the program with --allow-write=out\n$/,
  ],
  [
    "the variable",
    [NET, "--allow-read"],
    ["--bearer-env", "TOKEN", "FILE", "URL"],
    2,
    /^upload: Cannot read the variable TOKEN: Permission denied; run the program with --allow-env=TOKEN\n/,
  ],
  [
    "the terminal",
    [NET],
    ["-u", "me", "FILE", "URL"],
    2,
    /^upload: Cannot ask for the password: Permission denied; run the program with --allow-read=\/dev\/tty\n/,
  ],
  [
    "the file of -H",
    [NET],
    ["-H", "@/etc/hostname", "FILE", "URL"],
    3,
    /Permission denied; run the program with --allow-read=\/etc\/hostname\n$/,
  ],
  [
    "the variables of --resume",
    [NET, "--allow-read"],
    ["--resume", "tus", "FILE", "URL"],
    3,
    /^upload: Cannot remember unfinished uploads: Permission denied; run the program with --allow-env\n$/,
  ],
  [
    "the directory of --resume",
    [NET, "--allow-read", "--allow-env"],
    ["--resume", "tus", "FILE", "URL"],
    3,
    /^upload: Cannot remember unfinished uploads in ".*": Permission denied; run the program with --allow-read and --allow-write for it\n$/,
  ],
];

for (const [what, permissions, args, expectedCode, said] of MISSING) {
  withShell.test(`upload says that the permission for ${what} is missing`, async () => {
    using folder = new TempFolder();
    await using server = serve();
    const file = folder.write("a", "x");
    const given: Record<string, string> = { FILE: file, URL: server.url };

    const { code, stdout, stderr } = await runCli(
      args.map((arg) => given[arg] ?? arg),
      { permissions, env: { TOKEN: "t" } },
    );

    assertEquals([code, stdout], [expectedCode, ""]);
    assertMatch(stderr, said);
    assertEquals(server.received.length, 0);
  });
}
