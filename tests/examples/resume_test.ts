import { assert, assertEquals, assertMatch } from "@std/assert";
import { TempFolder } from "../support/files.ts";
import { runProgram } from "../support/program.ts";
import { times } from "../support/server_hooks.ts";
import { hasStored, requestsTo } from "../support/tus/tus_scene.ts";
import { TusServer } from "../support/tus/tus_server.ts";

Deno.test("examples/resume.ts goes on where it was interrupted", async () => {
  using folder = new TempFolder();
  const path = folder.write("film.mp4", 2_000_000);
  await using server = await new TusServer().listen();
  const run = () =>
    runProgram("examples/resume.ts", {
      permissions: [
        ...["--allow-net=127.0.0.1", "--allow-read", "--allow-write"],
      ],
      args: [server.endpoint, "film.mp4", "unfinished"],
      cwd: folder.path,
    });
  let breaks = 1;
  server.hooks = {
    keep: ({ method }) =>
      method === "PATCH" && breaks-- > 0 ? 500_000 : undefined,
    answer: times(1, "HEAD", { status: 403 }),
  };

  const interrupted = await run();
  const resumed = await run();

  assertEquals([interrupted.code, interrupted.stderr], [
    1,
    "interrupted: 403\nrun the same command again to go on\n",
  ]);
  assertEquals([resumed.code, resumed.stderr], [0, ""]);
  const lines = resumed.stdout.trimEnd().split("\n");
  assertEquals(lines.at(-1), "uploaded");
  assert(lines.at(-2) === "2000000 of 2000000 bytes stored", lines.at(-2));
  assertEquals(requestsTo(server).slice(-2), ["HEAD 200", "PATCH 500000 204"]);
  assert(await hasStored(server, await Deno.readFile(path)));
});

Deno.test("examples/resume.ts takes a file outside the working directory", async () => {
  using folder = new TempFolder();
  using elsewhere = new TempFolder();
  const path = folder.write("film.mp4", 1000);
  await using server = await new TusServer().listen();

  const { code, stderr } = await runProgram("examples/resume.ts", {
    permissions: ["--allow-net=127.0.0.1", "--allow-read", "--allow-write"],
    args: [server.endpoint, path, "unfinished"],
    cwd: elsewhere.path,
  });

  assertEquals([code, stderr], [0, ""]);
  assert(await hasStored(server, await Deno.readFile(path)));
});

Deno.test("examples/resume.ts prints its usage if an argument is missing", async () => {
  for (const args of [[], ["http://127.0.0.1/", "film.mp4"]]) {
    const { code, stderr } = await runProgram("examples/resume.ts", {
      args,
    });

    assertEquals(code, 2);
    assertMatch(stderr, /^usage: resume\.ts URL FILE FOLDER$/m);
  }
});
