import { assertEquals } from "@std/assert";
import { serve } from "../support/http_server.ts";
import { runProgram } from "../support/program.ts";

const PROGRAM = "tests/support/relative_url_program.ts";

Deno.test("upload() resolves a relative URL against deno --location", async () => {
  await using server = serve();
  const { stdout, stderr } = await runProgram(PROGRAM, {
    permissions: [
      "--allow-net=127.0.0.1",
      `--location=${server.url}app/list/`,
    ],
  });

  assertEquals([stdout, stderr], ["200\n", ""]);
  assertEquals(
    server.received.map(({ url }) => url.href),
    [`${server.url}app/in?a=b`],
  );
});

Deno.test("upload() refuses a relative URL in a program without a location", async () => {
  const { stdout } = await runProgram(PROGRAM);

  assertEquals(
    stdout,
    "TypeError: upload: 'url' must be an absolute URL, such as \"https://example.com/upload\"\n",
  );
});
