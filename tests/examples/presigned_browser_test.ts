import { assert, assertEquals } from "@std/assert";
import { Browser, removeBrowser } from "../support/browser/browser.ts";
import { bundle } from "../support/bundle.ts";
import { TempFolder } from "../support/files.ts";
import { packages } from "../support/program.ts";
import { S3_CREDENTIALS } from "../support/s3/s3_options.ts";
import { hasObject } from "../support/s3/s3_scene.ts";
import { StrictS3Server } from "../support/s3/strict_s3_server.ts";
import { type ServerProcess, startServer } from "../support/server_process.ts";
import { testWith } from "../support/server_program.ts";

const PASSWORD = "password";
const EXAMPLE = new URL("../../examples/presigned/", import.meta.url);

Deno.test.afterAll(removeBrowser);

/** Starts the function from a folder that also has the bundle of its page. */
async function startEdge(
  folder: string,
  bucket: string,
): Promise<ServerProcess> {
  for await (const { name } of Deno.readDir(EXAMPLE)) {
    await Deno.copyFile(new URL(name, EXAMPLE), `${folder}/${name}`);
  }
  await bundle("examples/presigned/upload.ts", `${folder}/upload.js`);
  return await startServer({
    program: "/usr/bin/env",
    args: (port) => [
      `DENO_SERVE_ADDRESS=tcp:127.0.0.1:${port}`,
      ...[Deno.execPath(), "run", "--no-prompt", ...packages()],
      ...["--allow-net=127.0.0.1", `--allow-read=${folder}`, "--allow-env"],
      `${folder}/deno_serve.ts`,
    ],
    env: {
      BUCKET_URL: bucket,
      AWS_ACCESS_KEY_ID: S3_CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: S3_CREDENTIALS.secretAccessKey,
      UPLOAD_PASSWORD: PASSWORD,
    },
  });
}

testWith(
  ["chromium", "env"],
  "examples/presigned/page.html uploads in parallel parts in Chromium",
  async (chromium) => {
    using folder = new TempFolder();
    const file = folder.write("ä & b.bin", 20_000_000);
    await using server = await new StrictS3Server({ cors: true }).listen();
    let held = 0;
    let isParallel = false;
    const both = Promise.withResolvers<void>();
    // No part is stored before another one is on its way.
    server.hooks.hold = () => {
      if (++held === 2) {
        isParallel = true;
        both.resolve();
      }
      return both.promise;
    };
    // A bucket does not expose it unless its rules say so.
    server.hooks.change = (_request, answer) => ({
      ...answer,
      headers: { ...answer.headers, "access-control-expose-headers": "" },
    });
    using site = new TempFolder();
    await using edge = await startEdge(site.path, `${server.url}uploads/`);

    await using browser = await Browser.open(chromium);

    const shown = await browser.run(
      async (page, url, password, file) => {
        await page.context().setHTTPCredentials({ username: "ann", password });
        await page.goto(url);
        await page.getByLabel("File", { exact: true }).setInputFiles(file);
        await page.getByRole("button", { name: "Upload" }).click();
        const status = page.getByRole("status").filter({ hasText: "stored" });
        await status.waitFor();
        const bar = page.getByRole("progressbar", { name: "Progress" });
        const position = await bar.evaluate(({ position }) => position);
        return [position, await status.textContent()];
      },
      ...[edge.url, PASSWORD, file] as const,
    );

    assertEquals(shown, [1, "ä & b.bin is stored."]);
    assert(isParallel);
    // To log in, Playwright turns the cache off, which Chromium shows in each request.
    const ofLogin = /has cache-control/;
    const others = server.violations.filter((text) => !ofLogin.test(text));
    server.violations.splice(0, Infinity, ...others);
    const [key = ""] = server.bucket().objects.keys();
    assertEquals(await hasObject(server, await Deno.readFile(file), key), true);
    assertEquals([...server.partsSent.keys()].sort(), [1, 2, 3]);
    assertEquals(server.requestsOf("ListParts").length, 1);
  },
);
