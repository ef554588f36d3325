import { assertEquals, assertInstanceOf, assertMatch } from "@std/assert";
import { cliCommand } from "../support/cli/cli_command.ts";
import { serveHolding } from "../support/cli/holding_server.ts";
import { startCli } from "../support/cli/run_cli.ts";
import { TempFolder } from "../support/files.ts";
import { withSignals } from "../support/platform.ts";
import { answer, serveRaw } from "../support/raw_server.ts";
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
  const cancelled = Promise.withResolvers<void>();
  await using server = serveRaw(async (connection) => {
    const head = await connection.readHead();
    // Nobody reads the rest, so the program waits, and one signal ends nothing.
    if (head.includes(" /a ")) {
      return await connection.write(answer("x".repeat(3_000_000)));
    }
    await connection.drain();
    cancelled.resolve();
  });
  const files = [folder.write("a", "x"), folder.write("b", "x")];
  const child = startCli(["-q", ...files, server.url]);
  const reader = child.stdout.getReader();
  await reader.read();

  const patience = setTimeout(() => child.kill("SIGKILL"), 10_000);
  child.kill("SIGINT");
  await cancelled.promise;
  // It takes a signal that comes soon after the first one for the same.
  await until(() => !reaches(child, "SIGTERM"));
  clearTimeout(patience);

  // That of the first one.
  assertEquals((await child.status).code, 130);
  await reader.cancel();
  await child.stderr.cancel();
});

/** Sends a signal to a program; false if it has ended. */
function reaches(child: Deno.ChildProcess, signal: Deno.Signal): boolean {
  try {
    child.kill(signal);
    return true;
  } catch (thrown) {
    assertInstanceOf(thrown, TypeError);
    return false;
  }
}

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
