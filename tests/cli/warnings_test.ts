import { assertEquals, assertMatch } from "@std/assert";
import { cliCommand } from "../support/cli/cli_command.ts";
import { startCli } from "../support/cli/run_cli.ts";
import { TempFolder } from "../support/files.ts";
import { testWith } from "../support/server_program.ts";
import { Terminal } from "../support/tmux.ts";
import { TusServer } from "../support/tus/tus_server.ts";
import { until } from "../support/until.ts";

/** Damages what the program remembers of unfinished uploads. */
function damage(state: string): void {
  for (const { name } of Deno.readDirSync(state)) {
    if (name.endsWith(".json")) Deno.writeTextFileSync(`${state}/${name}`, "{");
  }
}

testWith("tmux", "upload prints a warning above its bars", async (tmux) => {
  using folder = new TempFolder();
  await using server = await new TusServer().listen();
  const env = { XDG_DATA_HOME: folder.path, HOME: folder.path, NO_COLOR: "1" };
  const args = [
    ...["--resume", "tus", "--limit-rate", "1M"],
    folder.write("film.mp4", 3_000_000),
    server.endpoint,
  ];
  const child = startCli(["-q", ...args], { env });
  await until(() => server.requestsOf("PATCH").length === 1);
  child.kill("SIGINT");
  await child.output();
  damage(`${folder.path}/network-upload`);

  await using terminal = await Terminal.start({
    ...{ tmux, columns: 200, rows: 10, env },
    command: cliCommand(args),
  });
  const screen = await terminal.until(/film\.mp4 .* [1-9]\d? %/);

  assertMatch(
    screen,
    /^upload: warning: Cannot read .*; skipped\nfilm\.mp4 .*$/,
  );
  await terminal.press("C-c");
  assertEquals(await terminal.exitCode(), 130);
});
