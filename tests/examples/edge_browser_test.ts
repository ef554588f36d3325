import { assert, assertEquals, assertMatch } from "@std/assert";
import { Browser, removeBrowser } from "../support/browser/browser.ts";
import { bundle } from "../support/bundle.ts";
import { startDenoServe } from "../support/edge_hosts.ts";
import { TempFolder } from "../support/files.ts";
import { sha256Of } from "../support/hash.ts";
import { closing } from "../support/raw_request.ts";
import { headerOf, serveRaw } from "../support/raw_server.ts";
import { S3_CREDENTIALS } from "../support/s3/s3_options.ts";
import { StrictS3Server } from "../support/s3/strict_s3_server.ts";
import { testWith } from "../support/server_program.ts";
import { until } from "../support/until.ts";

const SIZE = 50_000_000;
const EXAMPLE = new URL("../../examples/edge/", import.meta.url);

/** Where both bars are; false while one is at an end. */
const BETWEEN = `(() => {
  const bars = [...document.querySelectorAll("progress")];
  const positions = bars.map(({ position }) => position);
  return positions.every((at) => at > 0 && at < 1) && positions;
})()`;

Deno.test.afterAll(removeBrowser);

/** The function in a folder that also has the script of its page. */
async function makeSite(): Promise<TempFolder> {
  const folder = new TempFolder();
  for await (const { name } of Deno.readDir(EXAMPLE)) {
    await Deno.copyFile(new URL(name, EXAMPLE), new URL(name, folder.url));
  }
  await bundle("examples/edge/upload.ts", `${folder.path}/upload.js`);
  return folder;
}

/** Uploads a file on the page, and returns where both bars are on the way. */
async function begin(
  browser: Browser,
  url: string,
  file: string,
): Promise<unknown> {
  return await browser.run(
    async (page, url, file, between) => {
      await page.goto(url);
      await page.getByLabel("File", { exact: true }).setInputFiles(file);
      await page.getByRole("button", { name: "Upload" }).click();
      return await (await page.waitForFunction(between)).jsonValue();
    },
    ...[url, file, BETWEEN] as const,
  );
}

/** Where the bars are at the end, and what the page says. */
async function end(browser: Browser): Promise<[number[], string | null]> {
  return await browser.run(async (page) => {
    const status = page.getByRole("status").filter({ hasText: "stored" });
    await status.waitFor();
    const bars = page.getByRole("progressbar");
    const positions = await bars.evaluateAll((bars) =>
      bars.map(({ position }) => position)
    );
    return [positions, await status.textContent()];
  });
}

testWith(
  ["chromium", "env"],
  "examples/edge/page.html shows what is sent and stored, and sends the file again after a 503",
  async (chromium) => {
    using site = await makeSite();
    const file = site.write("ä & b.bin", SIZE);
    const seen = Promise.withResolvers<void>();
    const stored = Promise.withResolvers<[string, Uint8Array<ArrayBuffer>[]]>();
    await using storage = serveRaw(async (connection, index) => {
      const head = await connection.readHead();
      const half = await connection.readBytes(SIZE / 2);
      if (index > 0) await seen.promise;
      const body = [half, await connection.readBytes(SIZE / 2)];
      if (index === 0) {
        const busy = "503 Service Unavailable";
        await connection.write(closing("", busy, "Retry-After: 0\r\n"));
      } else {
        stored.resolve([head, body]);
        await connection.write(closing("stored"));
      }
    });
    const variables = { STORAGE_URL: storage.url };
    await using edge = await startDenoServe(variables, site.url);
    await using browser = await Browser.open(chromium);

    const between = await begin(browser, edge.url, file)
      .finally(seen.resolve);

    assertMatch(JSON.stringify(between), /^\[0\.\d+,0\.\d+\]$/);
    assertEquals(await end(browser), [[1, 1], "ä & b.bin is stored."]);
    const [head, body] = await stored.promise;
    assertEquals(head.split(" ")[1], "/%C3%A4%20%26%20b.bin");
    assertEquals(headerOf(head, "content-length"), String(SIZE));
    assertEquals(
      await sha256Of(await new Blob(body).bytes()),
      await sha256Of(await Deno.readFile(file)),
    );
  },
);

testWith(
  ["chromium", "env"],
  "examples/edge/page.html cancels an upload, of which nothing is left in S3",
  async (chromium) => {
    using site = await makeSite();
    const file = site.write("a.bin", SIZE);
    const cancelled = Promise.withResolvers<void>();
    await using server = await new StrictS3Server().listen();
    server.hooks.hold = ({ partNumber = 0 }) =>
      partNumber > 2 ? cancelled.promise : undefined;
    await using edge = await startDenoServe({
      STORAGE_URL: `${server.url}uploads/`,
      AWS_ACCESS_KEY_ID: S3_CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: S3_CREDENTIALS.secretAccessKey,
    }, site.url);
    await using browser = await Browser.open(chromium);

    const cancel = async () => {
      await begin(browser, edge.url, file);
      await browser.run((page) =>
        page.getByRole("button", { name: "Cancel" }).click()
      );
      return await end(browser);
    };
    const [, status] = await cancel().finally(cancelled.resolve);

    assertMatch(status ?? "", /^a\.bin is not stored: .* was cancelled$/);
    await until(() =>
      server.requestsOf("AbortMultipartUpload").length > 0 &&
      server.bucket().uploads.length === 0
    );
    assert(!server.bucket().objects.has("a.bin"));
  },
);
