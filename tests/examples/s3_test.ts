import { assert, assertEquals, assertMatch } from "@std/assert";
import { TempFolder } from "../support/files.ts";
import { runProgram } from "../support/program.ts";
import { S3_CREDENTIALS } from "../support/s3/s3_options.ts";
import { refusing } from "../support/s3/s3_hooks.ts";
import { hasObject } from "../support/s3/s3_scene.ts";
import { StrictS3Server } from "../support/s3/strict_s3_server.ts";

const PERMISSIONS = [
  ...["--allow-net=127.0.0.1", "--allow-read", "--allow-write"],
  "--allow-env",
];
const VARIABLES = {
  AWS_ACCESS_KEY_ID: S3_CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: S3_CREDENTIALS.secretAccessKey,
  AWS_REGION: "us-east-1",
};

Deno.test("examples/s3.ts goes on with the parts that are stored", async () => {
  using folder = new TempFolder();
  const path = folder.write("video.mp4", 20_000_000);
  await using server = await new StrictS3Server().listen();
  const run = () =>
    runProgram("examples/s3.ts", {
      permissions: PERMISSIONS,
      args: [server.pathStyleUrl("video.mp4"), "video.mp4", "unfinished"],
      env: VARIABLES,
      cwd: folder.path,
    });
  server.hooks.answer = refusing("CompleteMultipartUpload", "AccessDenied");

  const interrupted = await run();
  const resumed = await run();

  assertEquals(interrupted.code, 1);
  assertMatch(
    interrupted.stderr,
    /^Cannot upload .* 403 AccessDenied \(.*\nrun the same command again to go on\n$/,
  );
  assertEquals([resumed.code, resumed.stderr], [0, ""]);
  const lines = resumed.stdout.trimEnd().split("\n");
  assertEquals(lines.slice(-2), [
    "20000000 of 20000000 bytes stored",
    "stored",
  ]);
  assertEquals([...server.partsSent.values()], [1, 1, 1]);
  assert(await hasObject(server, await Deno.readFile(path)));
});

Deno.test("examples/s3.ts says what it needs", async () => {
  const url = "http://127.0.0.1/bucket/key";
  const cases: [string[], Record<string, string>, RegExp][] = [
    [[url, "video.mp4"], VARIABLES, /^usage: s3\.ts URL FILE FOLDER$/m],
    [
      [url, "video.mp4", "unfinished"],
      { AWS_ACCESS_KEY_ID: "id" },
      /^set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY$/m,
    ],
  ];
  for (const [args, env, expected] of cases) {
    const { code, stderr } = await runProgram("examples/s3.ts", {
      permissions: ["--allow-env"],
      args,
      // This process may have a key.
      env: { AWS_SECRET_ACCESS_KEY: "", ...env },
    });

    assertEquals(code, 2);
    assertMatch(stderr, expected);
  }
});
