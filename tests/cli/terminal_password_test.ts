import { assert, assertEquals, assertMatch } from "@std/assert";
import { cliCommand } from "../support/cli/cli_command.ts";
import { TempFolder } from "../support/files.ts";
import { serve } from "../support/http_server.ts";
import { testWith } from "../support/server_program.ts";
import { Terminal } from "../support/tmux.ts";

testWith(
  "tmux",
  "upload --user asks for the password without showing it",
  async (tmux) => {
    using folder = new TempFolder();
    await using server = serve();
    await using terminal = await Terminal.start({
      tmux,
      columns: 80,
      rows: 12,
      command: [
        ...["sh", "-c", 'printf data | "$@"', "sh"],
        ...cliCommand(["-u", "me", "-", `${server.url}x`]),
      ],
    });

    await terminal.until(/^Password for "me":$/);
    await terminal.press("x", "BSpace", "pä:ss", "Enter");
    assertEquals(await terminal.exitCode(), 0);
    assert(!/[xpä]/.test((await terminal.screen()).split(":").slice(1).join()));
    const [{ headers } = {}] = server.received;
    const [, base64 = ""] = headers?.get("authorization")?.split(" ") ?? [];
    const bytes = Uint8Array.from(atob(base64), (text) => text.charCodeAt(0));
    assertEquals(new TextDecoder().decode(bytes), "me:pä:ss");
    void folder;
  },
);

testWith(
  "tmux",
  "upload --user ends with 130 on Ctrl-C, and gives the echo back",
  async (tmux) => {
    await using terminal = await Terminal.start({
      tmux,
      columns: 80,
      rows: 12,
      command: [
        ...[
          "sh",
          "-c",
          '"$@"; echo "code $?"; stty -a | grep -o -w echo',
          "sh",
        ],
        ...cliCommand(["-u", "me", "/etc/hostname", "http://127.0.0.1:9/x"]),
      ],
    });

    await terminal.until(/^Password/);
    await terminal.press("C-c");
    assertMatch(await terminal.until(/echo/), /code 130\necho/);
  },
);
