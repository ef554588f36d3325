import { assert, assertEquals } from "@std/assert";
import { sameBytes } from "../support/bytes.ts";
import { runCli, startCli } from "../support/cli/run_cli.ts";
import { randomBytes, TempFolder } from "../support/files.ts";
import { signed } from "../support/s3/signed_request.ts";
import { SWIFT_CREDENTIALS } from "../support/swift/swift_server.ts";
import { swiftTests } from "../support/swift/swift_tests.ts";

const swiftTest = swiftTests();
/** Four parts, of which the last one is the shortest. */
const BYTES = randomBytes(28 * 1024 * 1024);

/** The bytes that are stored, as each line of `--json` has them. */
function storedIn(lines: string): number[] {
  return lines.split("\n").slice(0, -1)
    .map((line) => JSON.parse(line).bytesStored);
}

/** Ends the command line at once when the server has stored a part. */
async function killInTheMiddle(child: Deno.ChildProcess): Promise<void> {
  let printed = "";
  const lines = child.stdout.pipeThrough(new TextDecoderStream());
  for await (const text of lines) {
    printed += text;
    if (storedIn(printed).some((stored) => stored > 0)) child.kill("SIGKILL");
  }
  await child.stderr.cancel();
  assertEquals((await child.status).signal, "SIGKILL");
}

swiftTest(
  "upload --s3 continues on Swift after kill -9, and sends no stored part again",
  async (swift) => {
    using folder = new TempFolder();
    const env = {
      AWS_ACCESS_KEY_ID: SWIFT_CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: SWIFT_CREDENTIALS.secretAccessKey,
      AWS_REGION: swift.region,
      XDG_DATA_HOME: folder.path,
      HOME: folder.path,
    };
    const url = swift.pathStyleUrl("film 1.mp4");
    const args = ["--s3", "--json", folder.write("film.mp4", BYTES), url];

    await killInTheMiddle(startCli(["--limit-rate", "10M", ...args], { env }));
    const { code, stdout, stderr } = await runCli(args, { env });

    assertEquals([code, stderr], [0, ""]);
    const first = storedIn(stdout).find((stored) => stored > 0) ?? 0;
    assert(first > 0 && first < BYTES.byteLength, stdout);
    const get = signed({ method: "GET", url, account: SWIFT_CREDENTIALS });
    assert(sameBytes(await (await fetch(get)).bytes(), BYTES));
  },
);
