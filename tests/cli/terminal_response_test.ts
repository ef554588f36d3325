import { assertStringIncludes } from "@std/assert";
import { cliCommand } from "../support/cli/cli_command.ts";
import { TempFolder } from "../support/files.ts";
import { serve } from "../support/http_server.ts";
import { testWith } from "../support/server_program.ts";
import { Terminal } from "../support/tmux.ts";

const BINARY = "(a binary response of 3 bytes, not shown: use -o FILE)\n";

/** Responses without a Content-Type, and what a terminal shows of them. */
const RESPONSES: [
  what: string,
  bytes: Uint8Array<ArrayBuffer>,
  shown: string,
][] = [
  [
    "text, and nothing that acts on the terminal",
    new TextEncoder().encode("grüße\x1b[2J"),
    "grüße[2J\n",
  ],
  ["no bytes that are not UTF-8", Uint8Array.of(0x61, 0xff, 0x61), BINARY],
  ["no bytes with a NUL", Uint8Array.of(0x61, 0, 0x61), BINARY],
];

for (const [what, bytes, shown] of RESPONSES) {
  testWith("tmux", `upload shows ${what} on a terminal`, async (tmux) => {
    using folder = new TempFolder();
    await using server = serve(() => new Response(bytes));
    await using terminal = await Terminal.start({
      ...{ tmux, columns: 80, rows: 10 },
      command: cliCommand([folder.write("a", "x"), server.url]),
    });

    await terminal.exitCode();
    assertStringIncludes(await terminal.screen(), `${shown}a: 1 B in `);
  });
}
