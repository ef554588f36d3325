import { assert, assertEquals, assertMatch } from "@std/assert";
import { textWidth } from "../../src/cli/text_width.ts";
import { cliCommand } from "../support/cli/cli_command.ts";
import { serveHolding } from "../support/cli/holding_server.ts";
import { TempFolder } from "../support/files.ts";
import { serve } from "../support/http_server.ts";
import { testWith } from "../support/server_program.ts";
import { Terminal } from "../support/tmux.ts";

const FILES = ["film.mp4", "漢字の長い名前のファイル 👍 x.png"];

/** The bar of a wide terminal. */
const FULL = "█".repeat(60);

/** What is on the screen while both files wait for the response. */
const WAITING: Readonly<Record<number, string>> = {
  20: `
fil…p4 wait   100 %
漢…ng  wait   100 %
0/2    ██████ 100 %`,
  40: `
film.mp4         waiting          100 %
漢字の長… x.png  waiting          100 %
total 0/2        ███████████████  100 %`,
  80: `
film.mp4                ██████████████████████  100 %  waiting for the response
漢字の長い名… 👍 x.png  ██████████████████████  100 %  waiting for the response
total 0/2               ██████████████████████  100 %`,
  200: `
film.mp4                           ${FULL}  100 %  waiting for the response
漢字の長い名前のファイル 👍 x.png  ${FULL}  100 %  waiting for the response
total 0/2                          ${FULL}  100 %`,
};

for (const [columns, expected] of Object.entries(WAITING)) {
  testWith("tmux", `upload draws bars in ${columns} columns`, async (tmux) => {
    using folder = new TempFolder();
    await using server = serveHolding("ok");
    for (const file of FILES) folder.write(file, 100_000);
    await using terminal = await Terminal.start({
      tmux,
      columns: Number(columns),
      rows: 10,
      cwd: folder.path,
      env: { NO_COLOR: "1" },
      command: cliCommand([...FILES, server.url]),
    });

    const screen = await terminal.until(/(?:.*wait.*\n){2}.* 100 %/);
    assertEquals(`\n${withoutRate(screen)}`, expected);

    server.release();
    assertEquals(await terminal.exitCode(), 0);
    const last = await terminal.screen();
    assertMatch(last, /^ok\nok\n2 files: 200 kB in/);
  });
}

/** The rate and the time left are never the same. */
function withoutRate(screen: string): string {
  return screen.replace(/ +[\d.]+ k?M?B\/s.*$/m, "");
}

testWith(
  "tmux",
  "upload draws bars anew when the terminal is resized",
  async (tmux) => {
    using folder = new TempFolder();
    await using server = serveHolding();
    await using terminal = await Terminal.start({
      tmux,
      columns: 120,
      rows: 10,
      cwd: folder.path,
      command: cliCommand([
        folder.write("film.mp4", 100_000),
        `${server.url}a`,
      ]),
    });

    await terminal.until(/waiting for the response/);
    for (const columns of [60, 20, 33, 200, 44, 80]) {
      await terminal.resize(columns, 10);
      const pattern = columns < 45 ? /wait.* 100 %/ : /100 % +waiting/;
      const isDrawn = new RegExp(`^(?:.*\\n){0}.*${pattern.source}.*$`);
      const screen = await terminal.until(isDrawn);
      assert(textWidth(screen) < columns, `${columns}: ${screen}`);
    }
    server.release();
    assertEquals(await terminal.exitCode(), 0);
  },
);

testWith(
  "tmux",
  "upload shows as many bars as the terminal has rows",
  async (tmux) => {
    using folder = new TempFolder();
    await using server = serveHolding();
    const files = Array.from(
      { length: 12 },
      (_, at) => folder.write(`f${at}`, 100_000),
    );
    await using terminal = await Terminal.start({
      tmux,
      columns: 80,
      rows: 6,
      command: cliCommand(["-j12", ...files, server.url]),
    });

    const screen = await terminal.until(/total 0\/12 .*100 %/);
    assertEquals(screen.split("\n").length, 5);
    assertMatch(screen, /^… and 9 more$/m);
    server.release();
    assertEquals(await terminal.exitCode(), 0);
  },
);

testWith(
  "tmux",
  "upload counts down to the next attempt, and prints failures above the bars",
  async (tmux) => {
    using folder = new TempFolder();
    let attempts = 0;
    await using server = serve(({ url }) =>
      url.pathname === "/bad"
        ? new Response("not\x1b[2J here", { status: 404 })
        : attempts++ === 0
        ? new Response("", { status: 503, headers: { "retry-after": "3" } })
        : new Response("\x1b[2Jgood")
    );
    await using terminal = await Terminal.start({
      tmux,
      columns: 80,
      rows: 12,
      cwd: folder.path,
      command: cliCommand([
        ...["--retry", "1", "busy", "bad", server.url],
      ]),
      env: { NO_COLOR: "1" },
    });
    folder.write("busy", 9);
    folder.write("bad", 9);

    const screen = await terminal.until(/retry in 0:02 \(503\)/);
    assertMatch(
      screen,
      /^upload: Cannot upload "bad": the server responded with 404; check the URL\n {2}not\[2J here\nbusy .*\ntotal 1\/2 /,
    );
    await terminal.until(/retry in 0:01 \(503\)/);
    assertEquals(await terminal.exitCode(), 1);
    assertMatch(
      await terminal.screen(),
      /here\n\[2Jgood\n1 of 2 files: .*, 1 failed$/,
    );
  },
);

for (
  const [what, env] of [
    ["TERM=dumb", ["TERM=dumb"]],
    ["NO_COLOR", ["TERM=xterm", "NO_COLOR=1"]],
    ["neither", ["TERM=xterm"]],
  ] as const
) {
  testWith("script", `upload draws what ${what} allows`, async (script) => {
    using folder = new TempFolder();
    await using server = serve();
    const [command = "", ...args] = cliCommand([
      ...["--limit-rate", "3M", folder.write("a", 1_000_000)],
      server.url,
    ]);
    const typescript = `${folder.path}/typescript`;
    const { code } = await new Deno.Command(script, {
      args: [
        "-qec",
        ["env", "-u", "NO_COLOR", ...env, command, ...args].map((arg) =>
          `'${arg}'`
        ).join(" "),
        typescript,
      ],
      stdout: "null",
    }).output();

    const written = Deno.readTextFileSync(typescript);
    assertEquals(code, 0);
    assertEquals(written.includes("█"), what !== "TERM=dumb", written);
    assertEquals(written.includes("\x1b[32m"), what === "neither", written);
    assertMatch(written, /a: 1 MB in /);
  });
}
