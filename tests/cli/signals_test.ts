import { assertEquals, assertMatch } from "@std/assert";
import { cliCommand } from "../support/cli/cli_command.ts";
import { serveHolding } from "../support/cli/holding_server.ts";
import { startCli } from "../support/cli/run_cli.ts";
import { TempFolder } from "../support/files.ts";
import { serve } from "../support/http_server.ts";
import { withSignals } from "../support/platform.ts";
import { testWith } from "../support/server_program.ts";
import { Terminal } from "../support/tmux.ts";
import { until } from "../support/until.ts";

const CODES = { SIGINT: 130, SIGTERM: 143 } as const;

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  withSignals.test(`upload cancels and exits with ${CODES[signal]} on ${signal}`, async () => {
    using folder = new TempFolder();
    await using server = serveHolding();
    const child = startCli([folder.write("a", "x"), `${server.url}a`]);
    await until(() => server.received.length === 1);

    child.kill(signal);
    const { code, stdout, stderr } = await child.output();

    assertEquals([code, stdout.byteLength], [CODES[signal], 0]);
    assertEquals(
      new TextDecoder().decode(stderr),
      "upload: interrupted; only with --resume does a server keep a part of a file\n",
    );
  });
}

withSignals.test("upload goes on under nohup when its terminal is closed", async () => {
  using folder = new TempFolder();
  await using server = serveHolding("ok");
  const child = startCli(["-q", folder.write("a", "x"), `${server.url}a`], {
    through: ["nohup"],
  });
  await until(() => server.received.length === 1);

  child.kill("SIGHUP");
  server.release();
  const { code, stdout } = await child.output();

  assertEquals([code, new TextDecoder().decode(stdout)], [0, "ok"]);
});

withSignals.test("upload starts no other file after Ctrl-C, and prints events to the end", async () => {
  using folder = new TempFolder();
  await using server = serveHolding();
  const files = Array.from(
    { length: 9 },
    (_, at) => folder.write(`${at}`, "x"),
  );
  const child = startCli(["--json", "-j2", ...files, server.url]);
  await until(() => server.received.length === 2);

  child.kill("SIGINT");
  const { code, stdout } = await child.output();

  assertEquals([code, server.received.length], [130, 2]);
  const ends = new TextDecoder().decode(stdout).trimEnd().split("\n")
    .map((line) => JSON.parse(line)).filter(({ phase }) => phase === "ended");
  assertEquals(ends.map(({ error }) => error.code), ["cancelled", "cancelled"]);
});

withSignals.test("upload ends at once on a second signal", async () => {
  using folder = new TempFolder();
  // Nobody reads the rest, so the program waits, and one signal ends nothing.
  await using server = serve(() => new Response("x".repeat(3_000_000)));
  const child = startCli(["-q", folder.write("a", "x"), `${server.url}a`]);
  const reader = child.stdout.getReader();
  await reader.read();

  const patience = setTimeout(() => child.kill("SIGKILL"), 10_000);
  const status = child.status;
  let hasEnded = false;
  status.then(() => hasEnded = true);
  child.kill("SIGINT");
  while (!hasEnded) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    if (!hasEnded) child.kill("SIGTERM");
  }
  clearTimeout(patience);

  // That of the first one.
  assertEquals((await status).code, 130);
  await reader.cancel();
  await child.stderr.cancel();
});

testWith(
  "tmux",
  "upload cancels and exits with 129 if its terminal is closed",
  async (tmux) => {
    using folder = new TempFolder();
    await using server = serveHolding();
    const pid = folder.write("pid", "");
    await using terminal = await Terminal.start({
      tmux,
      columns: 70,
      rows: 10,
      command: [
        ...["sh", "-c", 'echo $$ > "$0"; exec "$@"', pid],
        ...cliCommand([folder.write("a", 100_000), server.url]),
      ],
    });

    await terminal.until(/waiting/);
    Deno.kill(Number(Deno.readTextFileSync(pid)), "SIGHUP");
    assertEquals(await terminal.exitCode(), 129);
    assertMatch(await terminal.screen(), /^upload: interrupted; only with/);
  },
);

testWith(
  "tmux",
  "upload takes its bars away on Ctrl-C, and says how to go on",
  async (tmux) => {
    using folder = new TempFolder();
    await using server = serveHolding();
    await using terminal = await Terminal.start({
      tmux,
      columns: 70,
      rows: 10,
      command: cliCommand([
        ...["-j2", folder.write("a", 100_000), folder.write("b", 100_000)],
        server.url,
      ]),
    });

    await terminal.until(/(?:.*waiting.*\n){2}total/);
    await terminal.press("C-c");
    assertEquals(await terminal.exitCode(), 130);
    assertMatch(await terminal.screen(), /^upload: interrupted; only with/);
  },
);
