import { assert, assertEquals } from "@std/assert";
import { EDGE_HOSTS } from "../support/edge_hosts.ts";
import { TempFolder } from "../support/files.ts";
import { sha256Of } from "../support/hash.ts";
import { installFromNpm } from "../support/npm.ts";
import { closing } from "../support/raw_request.ts";
import { headerOf, serveRaw } from "../support/raw_server.ts";
import { testWith } from "../support/server_program.ts";

const SIZE = 50_000_000;

testWith(
  "chromium",
  "examples/edge/page.html moves its bar in Chromium, and says that the file is stored",
  async (chromium) => {
    using folder = new TempFolder();
    await installFromNpm(folder.path, ["playwright-core"]);
    const script = new URL("../support/edge_browser.mjs", import.meta.url);
    await Deno.copyFile(script, `${folder.path}/edge_browser.mjs`);
    const file = folder.write("ä & b.bin", SIZE);
    const seen = Promise.withResolvers<void>();
    const stored = Promise.withResolvers<[string, Uint8Array<ArrayBuffer>[]]>();
    await using storage = serveRaw(async (connection) => {
      const head = await connection.readHead();
      const half = await connection.readBytes(SIZE / 2);
      await seen.promise;
      stored.resolve([head, [half, await connection.readBytes(SIZE / 2)]]);
      await connection.write(closing("stored"));
    });
    const host = EDGE_HOSTS[0];
    assert(host);
    await using edge = await host.start(storage.url);

    const browser = new Deno.Command("node", {
      args: [`${folder.path}/edge_browser.mjs`, chromium, edge.url, file],
      stdout: "piped",
    }).spawn();
    const lines: string[] = [];
    for await (
      const text of browser.stdout.pipeThrough(new TextDecoderStream())
    ) {
      lines.push(...text.trimEnd().split("\n"));
      // The bar was seen half way: the storage may go on.
      seen.resolve();
    }
    seen.resolve();
    await browser.status;

    const [between, end, status] = lines;
    assert(Number(between) > 0 && Number(between) < 1, between);
    assertEquals([end, status], ["1", "ä & b.bin is stored."]);
    const [head, body] = await stored.promise;
    assertEquals(head.split(" ")[1], "/%C3%A4%20%26%20b.bin");
    assertEquals(headerOf(head, "content-length"), String(SIZE));
    assertEquals(
      await sha256Of(await new Blob(body).bytes()),
      await sha256Of(await Deno.readFile(file)),
    );
  },
);
