import { assert, assertEquals, assertMatch } from "@std/assert";
import { runCli } from "../support/cli/run_cli.ts";
import { TempFolder } from "../support/files.ts";
import { serve } from "../support/http_server.ts";
import { withShell } from "../support/platform.ts";
import { turn } from "../support/turns.ts";

Deno.test("upload --json prints one event a line, and nothing else", async () => {
  using folder = new TempFolder();
  await using server = serve(({ url }) =>
    url.pathname.endsWith("b")
      ? new Response("full", { status: 507 })
      : new Response("stored")
  );
  const files = [folder.write("a", "x"), folder.write("b", "yy")];

  const { code, stdout, stderr } = await runCli([
    "--json",
    ...files,
    server.url,
  ]);

  assertEquals(code, 1);
  assertMatch(stderr, /^upload: Cannot upload ".*b": .*507\n {2}full\n$/);
  const events = stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  for (const file of files) {
    const phases = events.filter((event) => event.file === file)
      .map(({ phase }) => phase);
    assertEquals(phases.at(0), "began");
    assertEquals(phases.at(-1), "ended");
  }
  const ends = events.filter(({ phase }) => phase === "ended")
    .map(({ status, response, index }) => [index, status, response]).sort();
  assertEquals(ends, [[0, 200, "stored"], [1, 507, "full"]]);
});

Deno.test("upload --json -o writes the response to the file too", async () => {
  using folder = new TempFolder();
  await using server = serve(() => new Response("stored"));
  const out = `${folder.path}/out`;

  const { stdout } = await runCli([
    ...["--json", "-o", out],
    folder.write("a", "x"),
    server.url,
  ]);

  assertEquals(Deno.readTextFileSync(out), "stored");
  assert(stdout.split("\n").filter(Boolean).every((line) => JSON.parse(line)));
});

Deno.test("upload --json -o - prints events only", async () => {
  using folder = new TempFolder();
  await using server = serve(() => new Response("stored"));

  const { stdout } = await runCli([
    ...["--json", "-o", "-"],
    folder.write("a", "x"),
    server.url,
  ]);

  const lines = stdout.trimEnd().split("\n");
  assertEquals(JSON.parse(lines.at(-1) ?? "").response, "stored");
});

Deno.test("upload -q prints errors and responses only", async () => {
  using folder = new TempFolder();
  await using server = serve();

  const { stdout, stderr } = await runCli([
    ...["-q", "-H", "Cookie: a=1", folder.write("a", "x")],
    `${folder.path}/missing`,
    server.url,
  ]);

  assertEquals(stdout, "1");
  assertMatch(stderr, /^upload: \S+: Cannot find file [^\n]+\n$/);
});

Deno.test("upload --fail-early starts no other upload after a failure", async () => {
  using folder = new TempFolder();
  await using server = serve(() => new Response("", { status: 403 }));
  const files = Array.from(
    { length: 20 },
    (_, at) => folder.write(`${at}`, "x"),
  );

  const { code, stderr } = await runCli([
    ...["--fail-early", "-j1"],
    ...files,
    server.url,
  ]);

  assertEquals(code, 1);
  assertEquals(stderr.match(/upload: /g)?.length, 1);
  assert(server.received.length <= 2);
});

Deno.test("upload sends 1,000 files, 8 at a time", async () => {
  using folder = new TempFolder();
  const full = Promise.withResolvers<void>();
  let running = 0;
  let most = 0;
  await using server = serve(async () => {
    most = Math.max(most, ++running);
    if (running === 8) full.resolve();
    await full.promise;
    // One file too many would arrive now.
    await turn();
    running--;
    return new Response();
  });
  const files = Array.from(
    { length: 1000 },
    (_, at) => folder.write(`file ${at}`, `${at}`),
  );

  const { code, stdout, stderr } = await runCli(["-j8", ...files, server.url]);

  assertEquals([code, stdout], [0, ""]);
  assertMatch(stderr, /1,000 files: 2\.89 kB in /);
  const names = server.received.map(({ url }) => url.pathname);
  assertEquals(new Set(names).size, 1000);
  assertEquals(most, 8);
});

withShell.test("upload --form sends each file in a form, with its fields", async () => {
  using folder = new TempFolder();
  const forms: string[] = [];
  await using server = serve(async ({ headers, bytes }) => {
    const form = await new Response(bytes, { headers }).formData();
    forms.push(
      [...form].map(([name, value]) =>
        `${name}=${typeof value === "string" ? value : value.name}`
      ).join("&"),
    );
    return new Response();
  });

  const { code } = await runCli([
    ...["--form", "photo", "-F", "album=a b", "-F", "n=1"],
    folder.write("1.jpg", "x"),
    server.url,
  ]);
  const piped = await runCli(["-F", "n=1", "-", server.url], {
    piped: "printf x",
  });

  assertEquals([code, piped.code], [0, 0]);
  assertEquals(forms, ["album=a b&n=1&photo=1.jpg", "n=1&file=stdin"]);
});
