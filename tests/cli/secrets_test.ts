import { assert, assertEquals, assertMatch } from "@std/assert";
import { serveHolding } from "../support/cli/holding_server.ts";
import { type CliOptions, runCli, startCli } from "../support/cli/run_cli.ts";
import { TempFolder } from "../support/files.ts";
import { serve } from "../support/http_server.ts";
import { onLinux, withShell } from "../support/platform.ts";
import { until } from "../support/until.ts";

const SECRET = "hunter2";
const BASIC = `Basic ${btoa(`me:${SECRET}`)}`;

/** Ways to pass a secret. */
function waysToPass(
  folder: TempFolder,
): [args: string[], CliOptions, authorization: string][] {
  const env = { PW: SECRET };
  const lines = folder.write("headers", `Authorization: Key ${SECRET}\n`);
  return [
    [["-u", "me", "--password-env", "PW"], { env }, BASIC],
    [["--bearer-env", "PW"], { env }, `Bearer ${SECRET}`],
    [["-H", `@${lines}`], {}, `Key ${SECRET}`],
  ];
}

onLinux.test("upload has no secret in the list of processes, in messages and in events", async () => {
  using folder = new TempFolder();
  const file = folder.write("a", "x");
  for (const [args, options, authorization] of waysToPass(folder)) {
    await using server = serveHolding();
    const child = startCli(
      [...args, "--json", file, `${server.url}a`],
      options,
    );
    await until(() => server.received.length === 1);
    const processes = await commandLineOf(child.pid);
    server.release();
    const { code, stdout, stderr } = await child.output();
    const failed = await runCli(
      [...args, file, "http://127.0.0.1:1/"],
      options,
    );

    assertEquals(code, 0);
    assertEquals(
      server.received[0]?.headers.get("authorization"),
      authorization,
    );
    const decoder = new TextDecoder();
    const printed = decoder.decode(stdout) + decoder.decode(stderr);
    for (const text of [processes, printed, failed.stderr]) {
      assert(!text.includes(SECRET), text);
      assert(!text.includes(BASIC.slice(6)), text);
    }
  }
});

/** The command line of a process, which only programs without a sandbox may read. */
async function commandLineOf(pid: number): Promise<string> {
  const { stdout } = await new Deno.Command("cat", {
    args: [`/proc/${pid}/cmdline`],
  }).output();
  const text = new TextDecoder().decode(stdout);
  assert(text.includes("src/cli"), text);
  return text;
}

Deno.test("upload warns of a secret header that others can see", async () => {
  using folder = new TempFolder();
  await using server = serve();

  const { code, stderr } = await runCli([
    ...["-H", `Authorization: Bearer ${SECRET}`, folder.write("a", "x")],
    server.url,
  ]);

  assertEquals(code, 0);
  assertMatch(
    stderr,
    /^upload: warning: Authorization can be seen in the list/,
  );
  assert(!stderr.includes(SECRET));
});

Deno.test("upload refuses a second Authorization, and sends nothing", async () => {
  using folder = new TempFolder();
  await using server = serve();
  const file = folder.write("a", "x");
  const lines = folder.write("headers", `authorization: Key ${SECRET}\n`);

  const { code, stderr } = await runCli(
    ["-H", `@${lines}`, "--bearer-env", "TOKEN", file, server.url],
    { env: { TOKEN: SECRET } },
  );

  assertEquals([code, server.received.length], [2, 0]);
  assertMatch(stderr, /^upload: The header 'Authorization' is given twice; /);
  assert(!stderr.includes(SECRET));
});

Deno.test("upload shows no query of a URL in events and errors", async () => {
  using folder = new TempFolder();
  await using server = serve(() => new Response("no", { status: 403 }));

  const { code, stdout, stderr } = await runCli([
    ...["--json", folder.write("a", "x")],
    `${server.url}a?X-Amz-Signature=${SECRET}`,
  ]);

  assertEquals([code, server.received[0]?.url.search], [
    1,
    `?X-Amz-Signature=${SECRET}`,
  ]);
  assert(!`${stdout}${stderr}`.includes(SECRET), stdout);
});

withShell.test("upload says that a variable is not set, or that there is no terminal to ask on", async () => {
  for (
    const [args, said] of [
      [
        ["--bearer-env", "NOT_SET"],
        /^upload: Cannot read the variable NOT_SET: it is not set\n/,
      ],
      [
        ["-u", "me"],
        /^upload: Cannot ask for the password: there is no terminal; use --password-env VAR\n/,
      ],
    ] as const
  ) {
    const { code, stderr } = await runCli([...args, "f", "http://h/"], {
      through: Deno.build.os === "linux" ? ["setsid", "-w"] : [],
    });
    assertEquals(code, 2);
    assertMatch(stderr, said);
  }
});
