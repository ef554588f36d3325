import { assertEquals } from "@std/assert";
import { TempFolder } from "../support/files.ts";
import { serve } from "../support/http_server.ts";
import { withPosixFiles } from "../support/platform.ts";

withPosixFiles.test("deno task upload runs where it is called, whatever the directory and the files are named", async () => {
  using folder = new TempFolder();
  await using server = serve();
  const cwd = `${folder.path}/it's a $HOME *`;
  const names = ["a b;c", "it's", '"$HOME"', "-q"];
  Deno.mkdirSync(cwd);
  for (const name of names) Deno.writeTextFileSync(`${cwd}/${name}`, name);

  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["task", "--config", `${Deno.cwd()}/deno.json`, "--quiet", "upload"],
      ...["-qj1", "--", ...names, server.url],
    ],
    cwd,
    // A task in a task keeps the directory of the outer one.
    env: { JSR_URL: "http://127.0.0.1:1/", INIT_CWD: cwd },
    stdin: "null",
  }).output();

  const decoder = new TextDecoder();
  assertEquals(
    [code, decoder.decode(stdout)],
    [0, "5472"],
    decoder.decode(stderr),
  );
  assertEquals(
    server.received.map(({ url }) => decodeURIComponent(url.pathname.slice(1))),
    names,
  );
});
