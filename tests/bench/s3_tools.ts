import { join } from "@std/path/posix/join";
import type { Bench } from "./bench.ts";
import { run } from "./processes.ts";
import type { Contender } from "./rounds.ts";

/** A program that uploads to S3. */
interface Tool {
  readonly name: string;
  /** Prints its version. */
  readonly version: readonly string[];
  /** Uploads a file. */
  upload(file: string, url: URL, folder: string): string[];
}

const ID = "id";
const SECRET = "secret";
/** Each with the settings that make it fastest: none computes a checksum. */
const TOOLS: readonly Tool[] = [
  {
    name: "rclone",
    version: ["rclone", "version"],
    upload: (file, { origin, pathname }) => [
      ...["env", "-u", "AWS_CA_BUNDLE", "RCLONE_CONFIG=/dev/null"],
      ...["rclone", "copyto", file, `:s3:${pathname.slice(1)}`],
      ...["--s3-provider=Other", `--s3-endpoint=${origin}`],
      ...[`--s3-access-key-id=${ID}`, `--s3-secret-access-key=${SECRET}`],
      ...["--s3-chunk-size=16M", "--s3-upload-cutoff=16M"],
      ...["--s3-upload-concurrency=4", "--s3-disable-checksum"],
      ...["--s3-no-check-bucket", "--s3-no-head", "--no-check-dest"],
      "--ignore-checksum",
    ],
  },
  {
    name: "aws s3 cp",
    version: ["aws", "--version"],
    upload: (file, { origin, pathname }, folder) => [
      ...["env", `AWS_CONFIG_FILE=${join(folder, "aws.cfg")}`],
      ...[`AWS_ACCESS_KEY_ID=${ID}`, `AWS_SECRET_ACCESS_KEY=${SECRET}`],
      ...["aws", "s3", "cp", file, `s3:/${pathname}`, "--only-show-errors"],
      `--endpoint-url=${origin}`,
    ],
  },
  {
    name: "s3cmd, one part at a time",
    version: ["s3cmd", "--version"],
    upload: (file, { host, pathname }) => [
      ...["s3cmd", "--config=/dev/null", "--no-ssl", "--quiet"],
      ...[`--host=${host}`, `--host-bucket=${host}`],
      ...[`--access_key=${ID}`, `--secret_key=${SECRET}`],
      ...["--multipart-chunk-size-mb=16", "--no-check-md5", "--no-progress"],
      ...["put", file, `s3:/${pathname}`],
    ],
  },
];
const AWS_CONFIG = `[default]
region = us-east-1
request_checksum_calculation = when_required
s3 =
  addressing_style = path
  multipart_threshold = 16MB
  multipart_chunksize = 16MB
  max_concurrent_requests = 4
  payload_signing_enabled = false
`;

/** The tools that are installed, as contenders, and which they are. */
export async function toolsForS3(
  { file, warmUp, loopback: { prefix } }: Bench,
  url: string,
  folder: string,
): Promise<{ contenders: Map<string, Contender>; notes: string[] }> {
  await Deno.writeTextFile(join(folder, "aws.cfg"), AWS_CONFIG);
  const contenders = new Map<string, Contender>();
  const notes: string[] = [];
  for (const { name, version, upload } of TOOLS) {
    try {
      const [line = ""] = (await run(...version)).split("\n");
      notes.push(`${name}: ${line.trim()}`);
    } catch {
      notes.push(`${name}: skipped, it is not installed`);
      continue;
    }
    const msFor = async (path: string) => {
      const start = performance.now();
      await run(...prefix, ...upload(path, new URL(url), folder));
      return performance.now() - start;
    };
    const size = Deno.statSync(file).size - Deno.statSync(warmUp).size;
    let startMs = Infinity;
    contenders.set(name, async () => {
      startMs = Math.min(startMs, await msFor(warmUp));
      return size / (await msFor(file) - startMs) / 1000;
    });
  }
  return { contenders, notes };
}
