import { assert, assertEquals, assertMatch } from "@std/assert";
import { TempFolder } from "../support/files.ts";
import { serve } from "../support/http_server.ts";
import { runProgram } from "../support/program.ts";
import { testWith } from "../support/server_program.ts";

/** A command that runs a program in a terminal. */
function inTerminal(script: string, columns: number): string[] {
  const command = `stty cols ${columns}; $*`;
  return ["sh", "-c", `${script} -qec "${command}" /dev/null`, "sh"];
}

for (const columns of [20, 60]) {
  testWith(
    "script",
    `examples/progress_bar.ts draws a bar into one line of a terminal of ${columns} columns`,
    async (script) => {
      using folder = new TempFolder();
      await using server = serve();

      const { code, stdout } = await runProgram("examples/progress_bar.ts", {
        permissions: ["--allow-net=127.0.0.1", "--allow-read"],
        args: [server.url, folder.write("data.bin", 5_000_000)],
        env: { NO_COLOR: "1" },
        through: inTerminal(script, columns),
      });

      assertEquals(code, 0);
      const lines = stdout.trimEnd().split("\r\n");
      assertEquals(lines.length, 2);
      const [bar = "", outcome] = lines;
      const drawn = bar.split("\r").filter((text) => /[█░]/.test(text));
      assert(drawn.every((text) => text.length === columns - 1), bar);
      assertMatch(drawn.at(-1) ?? "", /^█+ +100 %/);
      assertEquals(outcome, "uploaded, status 200");
    },
  );
}
