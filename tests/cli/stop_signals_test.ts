import { assertEquals } from "@std/assert";
import { withSignals } from "../support/platform.ts";
import { spawnProgram } from "../support/program.ts";

withSignals.test("StopSignals takes a signal soon after the first for the same one, as deno task passes it on", async () => {
  const child = spawnProgram("tests/support/cli/stop_signals_program.ts");
  const signals = ["SIGTERM", "SIGTERM", "SIGINT", "SIGKILL"] as const;

  let printed = "";
  let sent = 0;
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    printed += text;
    // It has handled a signal once it prints its name.
    if (/(?:ready|SIG\w+)\n$/.test(printed)) {
      child.kill(signals[sent++] ?? "SIGKILL");
    }
  }
  await child.stderr.cancel();
  await child.status;

  assertEquals(
    printed,
    "ready\nfirst 143\nSIGTERM\nSIGTERM\nsecond 143\nSIGINT\n",
  );
});
