import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { runCli } from "../support/cli/run_cli.ts";
import { serveHolding } from "../support/cli/holding_server.ts";
import { DeafPort } from "../support/deaf_port.ts";
import { TempFolder } from "../support/files.ts";
import { serve } from "../support/http_server.ts";

Deno.test("upload exits with 0 and prints the response alone on standard output", async () => {
  using folder = new TempFolder();
  await using server = serve();
  const file = folder.write("a b.txt", "hello");

  const { code, stdout, stderr } = await runCli([file, server.url]);

  assertEquals([code, stdout], [0, "5"]);
  assertMatch(stderr, /^.*a b\.txt: 5 B in .* k?B\/s\n$/);
  const [{ method, url, headers } = {}] = server.received;
  assertEquals(
    [method, url?.pathname, headers?.get("content-type")],
    ["PUT", "/a%20b.txt", "text/plain"],
  );
});

Deno.test("upload exits with 1 if the server refuses, and shows its message", async () => {
  using folder = new TempFolder();
  await using server = serve(() => new Response("no space\n", { status: 507 }));

  const { code, stdout, stderr } = await runCli([
    folder.write("a", "x"),
    server.url,
  ]);

  assertEquals([code, stdout], [1, ""]);
  assertMatch(
    stderr,
    /^upload: Cannot upload ".*a": the server responded with 507\n {2}no space\n$/,
  );
});

for (
  const args of [["--nope", "f", "http://h/"], ["f"], [], [
    "a",
    "b",
    "http://h/x",
  ]]
) {
  Deno.test(`upload exits with 2: upload ${args.join(" ")}`, async () => {
    const { code, stdout, stderr } = await runCli(args);

    assertEquals([code, stdout], [2, ""]);
    assertMatch(stderr, /^upload: [^\n]+\nTry 'upload --help'\.\n$/);
  });
}

Deno.test("upload exits with 2 once if an option is invalid for all uploads", async () => {
  using folder = new TempFolder();
  const files = ["a", "b", "c"].map((name) => folder.write(name, "x"));

  const { code, stderr } = await runCli([
    ...["-j", "1", "-H", "Content Type: x"],
    ...files,
    "http://127.0.0.1/",
  ]);

  assertEquals(code, 2);
  assertEquals(
    stderr,
    `upload: 'headers' must have valid names, such as "x-id" (got "Content Type")\n`,
  );
});

Deno.test("upload exits with 3 if a file is missing, is a directory or may not be read, and sends the others", async () => {
  using folder = new TempFolder();
  await using server = serve();
  const good = folder.write("good", "x");
  Deno.mkdirSync(`${folder.path}/dir`);

  for (
    const [name, said] of [["missing", "Cannot find file"], [
      "dir",
      "it is a directory",
    ]] as const
  ) {
    const { code, stderr } = await runCli([
      `${folder.path}/${name}`,
      good,
      server.url,
    ]);
    assertEquals(code, 3);
    assertStringIncludes(stderr, said);
    assertMatch(stderr, /1 of 2 files: 1 B in .*, 1 failed\n$/);
  }
  assertEquals(server.received.length, 2);
});

Deno.test("upload exits with 3 if the file for the response cannot be written, and sends nothing", async () => {
  using folder = new TempFolder();
  await using server = serve();

  const { code, stderr } = await runCli([
    ...["-o", `${folder.path}/no/such`],
    folder.write("a", "x"),
    server.url,
  ]);

  assertEquals(code, 3);
  assertMatch(stderr, /^upload: Cannot write to ".*\/no\/such": .+\n$/);
  assertEquals(server.received.length, 0);
});

Deno.test("upload exits with 4 if nobody listens, and if nothing moves for --timeout", async () => {
  using folder = new TempFolder();
  using deaf = await DeafPort.find();
  const file = folder.write("a", "x");

  const refused = await runCli([file, deaf.url]);
  assertEquals(refused.code, 4);
  assertMatch(refused.stderr, /^upload: Cannot upload ".*" to "127.0.0.1:\d+"/);

  await using server = serveHolding();
  const silent = await runCli(["--timeout", "0.5", file, server.url]);
  assertEquals(silent.code, 4);
  assertStringIncludes(silent.stderr, "--timeout");
});

Deno.test("upload exits with the highest code of several", async () => {
  using folder = new TempFolder();
  await using server = serve(() => new Response("", { status: 403 }));
  const file = folder.write("a", "x");

  const { code } = await runCli([file, `${folder.path}/none`, server.url]);

  assertEquals(code, 3);
});

Deno.test("upload --help and --version exit with 0, without a permission", async () => {
  for (const flag of ["--help", "--version"]) {
    const { code, stdout, stderr } = await runCli([flag], { permissions: [] });
    assertEquals([code, stderr], [0, ""]);
    assertStringIncludes(stdout, "upload");
  }
});
