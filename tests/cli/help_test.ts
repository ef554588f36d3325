import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { parseCommand } from "../../src/cli/command.ts";
import { helpText } from "../../src/cli/help.ts";
import { OPTIONS } from "../../src/cli/option_table.ts";

Deno.test("the help fits 80 columns", () => {
  const tooLong = helpText().split("\n").filter((line) => line.length > 80);

  assertEquals(tooLong, []);
});

Deno.test("the help has every option, and no option twice", () => {
  const names = OPTIONS.map(({ name }) => name);
  const shorts = OPTIONS.flatMap(({ short }) => short ?? []);

  for (const name of names) assertStringIncludes(helpText(), `--${name} `);
  assertEquals(new Set(names).size, names.length);
  assertEquals(new Set(shorts).size, shorts.length);
});

Deno.test("the examples of the help are command lines of the program", () => {
  const examples = helpText().match(/(?<=^ {2}(?:tar .*\| )?upload ).*$/gm) ??
    [];

  assertEquals(examples.length, 5);
  for (const example of examples) {
    assert(parseCommand(example.split(" ")).kind === "upload");
  }
});
