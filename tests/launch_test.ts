import { assertEquals } from "@std/assert";
import { spawnProgram } from "./support/program.ts";
import { withSignals } from "./support/platform.ts";

/** Launches a program without a JSR registry. */
function launch(...args: string[]): Deno.ChildProcess {
  return spawnProgram("tests/launch.ts", {
    permissions: ["--allow-net", "--allow-env=JSR_URL", "--allow-run"],
    args,
    env: { JSR_URL: "http://127.0.0.1:1/" },
  });
}

async function textOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  return await new Response(stream).text();
}

Deno.test("launch forwards the arguments, and exits with the code of the command", async () => {
  const args = ["a b", "$x", "*", "it's", "--help", ""];
  const child = launch(
    "eval",
    "console.log(JSON.stringify(Deno.args)); Deno.exit(7)",
    "--",
    ...args,
  );

  const [stdout, stderr] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
  ]);

  assertEquals(JSON.parse(stdout).filter((arg: string) => arg !== "--"), args);
  assertEquals(stderr, "packages: stand-ins (no JSR at http://127.0.0.1:1/)\n");
  assertEquals((await child.status).code, 7);
});

Deno.test("launch prints its usage if the command is missing", async () => {
  const { code, stderr } = await launch().output();

  assertEquals(code, 2);
  assertEquals(
    new TextDecoder().decode(stderr),
    "usage: deno task launch COMMAND [ARG...]\n",
  );
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  withSignals.test(`launch lets the command handle ${signal}`, async () => {
    const child = launch(
      "eval",
      `Deno.addSignalListener("${signal}", () => {
           console.log("stopped");
           Deno.exit(9);
         });
         console.log("ready");
         setTimeout(() => {}, 20_000);`,
    );

    let printed = "";
    for await (
      const text of child.stdout.pipeThrough(new TextDecoderStream())
    ) {
      if (printed === "") child.kill(signal);
      printed += text;
    }

    assertEquals(printed, "ready\nstopped\n");
    await child.stderr.cancel();
    assertEquals((await child.status).code, 9);
  });
}
