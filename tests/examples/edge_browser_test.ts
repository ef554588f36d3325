import { assert, assertEquals, assertMatch } from "@std/assert";
import { bundle } from "../support/bundle.ts";
import { startDenoServe } from "../support/edge_hosts.ts";
import { TempFolder } from "../support/files.ts";
import { sha256Of } from "../support/hash.ts";
import { installFromNpm } from "../support/npm.ts";
import { closing } from "../support/raw_request.ts";
import { headerOf, serveRaw } from "../support/raw_server.ts";
import { S3_CREDENTIALS } from "../support/s3/s3_options.ts";
import { StrictS3Server } from "../support/s3/strict_s3_server.ts";
import type { ServerProcess } from "../support/server_process.ts";
import { testWith } from "../support/server_program.ts";
import { until } from "../support/until.ts";

const SIZE = 50_000_000;
const EXAMPLE = new URL("../../examples/edge/", import.meta.url);

/** The function in a folder that also has the script of its page, and a browser. */
class Site implements Disposable {
  readonly folder = new TempFolder();
  readonly #browser = new TempFolder();

  async install(): Promise<this> {
    const { path, url } = this.folder;
    for await (const { name } of Deno.readDir(EXAMPLE)) {
      await Deno.copyFile(new URL(name, EXAMPLE), new URL(name, url));
    }
    const script = new URL("../support/edge_browser.mjs", import.meta.url);
    await Deno.copyFile(script, `${this.#browser.path}/edge_browser.mjs`);
    await Promise.all([
      installFromNpm(this.#browser.path, ["playwright-core"]),
      bundle("examples/edge/upload.ts", `${path}/upload.js`),
    ]);
    return this;
  }

  /**
   * Uploads a file on the page.
   *
   * @param onWay Called once both bars were seen between their ends.
   * @returns Where the bars were then, where at the end, and what the page says.
   */
  async upload(
    [chromium = "", ...cancel]: string[],
    edge: ServerProcess,
    file: string,
    onWay: () => void,
  ): Promise<string[]> {
    const browser = new Deno.Command("node", {
      args: [
        ...[`${this.#browser.path}/edge_browser.mjs`, chromium, edge.url, file],
        ...cancel,
      ],
      stdout: "piped",
    }).spawn();
    let text = "";
    const output = browser.stdout.pipeThrough(new TextDecoderStream());
    for await (const piece of output) {
      text += piece;
      onWay();
    }
    onWay();
    await browser.status;
    return text.trimEnd().split("\n");
  }

  [Symbol.dispose](): void {
    this.folder[Symbol.dispose]();
    this.#browser[Symbol.dispose]();
  }
}

testWith(
  ["chromium", "env"],
  "examples/edge/page.html shows what is sent and stored, and sends the file again after a 503",
  async (chromium) => {
    using site = await new Site().install();
    const file = site.folder.write("ä & b.bin", SIZE);
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
    await using edge = await startDenoServe(variables, site.folder.url);

    const [between = "", end, status] = await site.upload(
      [chromium],
      edge,
      file,
      seen.resolve,
    );

    assertMatch(between, /^\[0\.\d+,0\.\d+\]$/);
    assertEquals([end, status], ["[1,1]", "ä & b.bin is stored."]);
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
    using site = await new Site().install();
    const file = site.folder.write("a.bin", SIZE);
    const cancelled = Promise.withResolvers<void>();
    await using server = await new StrictS3Server().listen();
    server.hooks.hold = ({ partNumber = 0 }) =>
      partNumber > 2 ? cancelled.promise : undefined;
    await using edge = await startDenoServe({
      STORAGE_URL: `${server.url}uploads/`,
      AWS_ACCESS_KEY_ID: S3_CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: S3_CREDENTIALS.secretAccessKey,
    }, site.folder.url);

    const lines = await site.upload(
      [chromium, "cancel"],
      edge,
      file,
      () => {},
    );
    cancelled.resolve();

    assertMatch(lines[2] ?? "", /^a\.bin is not stored: .* was cancelled$/);
    await until(() =>
      server.requestsOf("AbortMultipartUpload").length > 0 &&
      server.bucket().uploads.length === 0
    );
    assert(!server.bucket().objects.has("a.bin"));
  },
);
