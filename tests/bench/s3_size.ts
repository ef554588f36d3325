import { join } from "@std/path/posix/join";
import { runBundler } from "../support/bundle.ts";
import { installFromNpm } from "../support/npm.ts";
import { sizeForPage, sizeOf } from "./package.ts";
import { HERE, run } from "./processes.ts";
import { median, type Row } from "./report.ts";

const PACKAGES = [
  "@aws-sdk/client-s3@3",
  "@aws-sdk/lib-storage@3",
  "esbuild",
];
/** What a program imports that uploads by it. */
const ENTRY = `export { S3Client } from "@aws-sdk/client-s3";
export { Upload } from "@aws-sdk/lib-storage";
`;
const PLATFORMS = ["browser", "node"] as const;

/** Installs `@aws-sdk/lib-storage`, and what bundles it. */
export async function installLibStorage(folder: string): Promise<void> {
  await installFromNpm(folder, PACKAGES);
  const name = "lib_storage.mjs";
  await Deno.copyFile(new URL(`send/${name}`, HERE), join(folder, name));
  await Deno.writeTextFile(join(folder, "entry.mjs"), ENTRY);
}

/** How large programs are that upload to S3, minified and gzipped. */
export async function sizesOfS3(folder: string): Promise<Row[]> {
  const alone = join(folder, "alone.js");
  await runBundler("src/s3/mod.ts", ["--minify", `--output=${alone}`]);
  const own = await sizeOf("/s3 with all its imports", [alone]);
  const page = await sizeForPage(
    "upload() and s3()",
    "tests/support/upload_to_s3.ts",
    folder,
  );
  const [, base] = await sizeForPage(
    "upload()",
    "tests/support/only_upload.ts",
    folder,
  );
  const name = "/s3 beside upload(), if a server signs, gzipped";
  const more = median(page[1].values) - median(base.values);
  const rows: Row[] = [
    ...own,
    ...page,
    { name, unit: "KB", values: [more] },
  ];
  const size = median(own[1].values);
  for (const platform of PLATFORMS) {
    const output = join(folder, `lib_storage_${platform}.js`);
    await run(
      join(folder, "node_modules/.bin/esbuild"),
      join(folder, "entry.mjs"),
      ...["--bundle", "--minify", "--format=esm", "--log-level=error"],
      ...[`--platform=${platform}`, `--outfile=${output}`],
    );
    const name = `lib-storage and client-s3, ${platform}`;
    const [plain, gzipped] = await sizeOf(name, [output]);
    const ratios = gzipped.values.map((theirs) => size / theirs);
    rows.push(plain, { ...gzipped, ratios, target: { atMost: 0.1 } });
  }
  return rows;
}
