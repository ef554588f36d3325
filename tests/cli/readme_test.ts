import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { parseCommand } from "../../src/cli/command.ts";
import { helpText } from "../../src/cli/help.ts";
import { OPTIONS } from "../../src/cli/option_table.ts";
import { screenLines } from "../../src/cli/screen_lines.ts";
import {
  boardOf,
  ended,
  planned,
  progress,
  retrying,
} from "../support/cli/board_events.ts";

const README = await Deno.readTextFile(
  new URL("../../README.md", import.meta.url),
);
const [, SECTION = ""] = /\n## Command line\n([^]*?)\n## /.exec(README) ?? [];

Deno.test("the README shows a screen as the command line draws it", () => {
  const board = boardOf(
    [
      planned("arrival.mp4", 310e6),
      planned("dinner.mp4", 96e6),
      planned("harbour.mp4", 128e6),
      planned("night.mp4", 64e6),
      planned("sunset.mp4", 402e6),
    ],
    ended({ index: 1, sent: 96e6, size: 96e6 }),
    retrying({ index: 3, sent: 20e6, size: 64e6 }, 2000, 503),
    progress({ index: 2, sent: 128e6, size: 128e6 }),
    progress({
      ...{ index: 0, sent: 201e6, size: 310e6, rate: 12.5e6, seconds: 8.7 },
    }),
  );

  const screen = screenLines(board, 0, { columns: 80, rows: 24 }).join("\n");
  assertStringIncludes(SECTION, `\`\`\`text\n${screen}\n\`\`\``, screen);
});

Deno.test("the commands in the README are command lines of the program", () => {
  const commands = SECTION.match(/(?<=^|\| )upload .+$/gm) ?? [];

  assert(commands.length >= 4);
  for (const command of commands) {
    const [words = ""] = command.slice("upload ".length).split(/ +# /);
    const args = words.match(/'[^']*'|\S+/g) ?? [];
    const parsed = parseCommand(args.map((arg) => arg.replaceAll("'", "")));
    assertEquals(parsed.kind, "upload", command);
  }
});

Deno.test("the README names no option that the help lacks", () => {
  const names = OPTIONS.map(({ name }) => `--${name}`);
  const shorts = OPTIONS.flatMap(({ short }) => short ? [`-${short}`] : []);
  const mentioned = SECTION.match(/(?<=`)--?[a-zA-Z][\w-]*(?=[ `])/g) ?? [];
  const denos = /^(?:--allow-|-A$)/;

  const unknown = mentioned.filter((name) =>
    !denos.test(name) && !names.includes(name) && !shorts.includes(name)
  );
  assert(mentioned.length > 8);
  assertEquals(unknown, []);
});

Deno.test("the module has the exit codes of the help", async () => {
  const module = await Deno.readTextFile(
    new URL("../../src/cli/mod.ts", import.meta.url),
  );
  const codes = (text: string, pattern: RegExp) =>
    Array.from(text.matchAll(pattern), ([, code]) => code);

  assertEquals(
    codes(module, /^ \* \| (\d+) /gm),
    codes(helpText(), /^ {2}(\d+) /gm),
  );
});
