import { assertEquals } from "@std/assert";
import { serve } from "../support/http_server.ts";
import { runProgram } from "../support/program.ts";

const PROGRAM = "tests/support/relative_url_program.ts";

Deno.test("upload() goes to a relative URL of the place that deno --location states", async () => {
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

Deno.test("upload() refuses a relative URL in a program without a place", async () => {
  const { stdout } = await runProgram(PROGRAM);

  assertEquals(
    stdout,
    "TypeError: upload: 'url' must be an absolute URL, such as \"https://example.com/upload\"\n",
  );
});
