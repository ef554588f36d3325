import { assert, assertEquals, assertMatch } from "@std/assert";
import { runCli, startCli } from "../support/cli/run_cli.ts";
import { TempFolder } from "../support/files.ts";
import { withShell, withSignals } from "../support/platform.ts";
import { S3_CREDENTIALS } from "../support/s3/s3_options.ts";
import { hasObject, patternOf } from "../support/s3/s3_scene.ts";
import { StrictS3Server } from "../support/s3/strict_s3_server.ts";
import { until } from "../support/until.ts";

const MIB = 1024 * 1024;
const REGION = "eu-central-1";
const KEY = {
  AWS_ACCESS_KEY_ID: S3_CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: S3_CREDENTIALS.secretAccessKey,
};

function envIn(folder: TempFolder): Record<string, string> {
  return { ...KEY, XDG_DATA_HOME: folder.path, HOME: folder.path };
}

Deno.test("upload --s3 signs by the variables of AWS, and sends large files in parts", async () => {
  using folder = new TempFolder();
  await using server = await new StrictS3Server({ region: REGION }).listen();
  const bytes = patternOf(20 * MIB);
  const file = folder.write("a b+c.mp4", bytes);
  const url = server.pathStyleUrl("films/");

  for (
    const [args, more] of [
      [["--region", REGION], {}],
      [[], { AWS_REGION: REGION }],
      [["--region", REGION], { AWS_REGION: "us-west-1" }],
    ] as const
  ) {
    const { code, stderr } = await runCli(
      ["-q", "--s3", ...args, file, url],
      { env: { ...envIn(folder), ...more } },
    );

    assertEquals([code, stderr], [0, ""]);
    assert(await hasObject(server, bytes, "films/a b+c.mp4"));
  }
  const operations = server.requests.map(({ operation }) => operation);
  assertEquals(operations.filter((name) => name === "UploadPart").length, 9);
});

withShell.test("upload --s3 stores standard input", async () => {
  using folder = new TempFolder();
  await using server = await new StrictS3Server().listen();

  const { code } = await runCli(
    ["-q", "--s3", "-", server.pathStyleUrl("zeros")],
    { env: envIn(folder), piped: "head -c 9000000 /dev/zero" },
  );

  assertEquals(code, 0);
  assert(await hasObject(server, new Uint8Array(9_000_000), "zeros"));
});

withSignals.test("upload --s3 continues after kill -9", async () => {
  using folder = new TempFolder();
  await using server = await new StrictS3Server().listen();
  const bytes = patternOf(40 * MIB);
  const args = [
    ...["-q", "--s3", folder.write("film.mp4", bytes)],
    server.pathStyleUrl("film.mp4"),
  ];
  const env = envIn(folder);

  const child = startCli(["--limit-rate", "30M", ...args], { env });
  const dead = child.output();
  await until(() => (server.bucket().uploads[0]?.parts.size ?? 0) > 0);
  child.kill("SIGKILL");
  await dead;
  const stored = [...server.bucket().uploads[0]?.parts.keys() ?? []];
  const before = server.requestsOf("UploadPart").length;
  const { code, stderr } = await runCli(args, { env });

  assertEquals([code, stderr], [0, ""]);
  assert(await hasObject(server, bytes, "film.mp4"));
  assertEquals(server.requestsOf("CreateMultipartUpload").length, 1);
  const sent = server.requestsOf("UploadPart").slice(before)
    .map(({ partNumber = 0 }) => partNumber);
  assertEquals([...stored, ...sent].toSorted(), [1, 2, 3, 4, 5]);
});

Deno.test("upload --s3 says which variable is missing, and that a key is refused", async () => {
  using folder = new TempFolder();
  await using server = await new StrictS3Server().listen();
  const args = ["--s3", folder.write("a", "x"), server.pathStyleUrl("a")];

  const missing = await runCli(args, {
    env: { ...envIn(folder), AWS_SECRET_ACCESS_KEY: "" },
  });
  assertEquals(missing.code, 2);
  assertMatch(missing.stderr, /AWS_SECRET_ACCESS_KEY: it is not set/);

  const refused = await runCli(["--retry", "0", ...args], {
    env: { ...envIn(folder), AWS_SECRET_ACCESS_KEY: "wrong" },
  });
  assertEquals(refused.code, 1);
  assertMatch(refused.stderr, /responded with 403/);
  assert(!refused.stderr.includes("wrong"));
});
