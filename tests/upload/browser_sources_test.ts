import { assertEquals } from "@std/assert";
import { bundle } from "../support/bundle.ts";
import { TempFolder } from "../support/files.ts";
import { serve } from "../support/http_server.ts";
import { installFromNpm } from "../support/npm.ts";
import { testWith } from "../support/server_program.ts";

testWith(
  "chromium",
  "upload() in Chromium ends with source when the file was changed after it was selected, and takes what an iframe has",
  async (chromium) => {
    using folder = new TempFolder();
    const { path } = folder;
    await installFromNpm(path, ["playwright-core"]);
    const script = new URL("../support/browser_sources.mjs", import.meta.url);
    await Deno.copyFile(script, `${path}/browser_sources.mjs`);
    await bundle("mod.ts", `${path}/upload.js`);
    const module = await Deno.readTextFile(`${path}/upload.js`);
    await using server = serve(({ method, url, bytes }) => {
      const isModule = url.pathname === "/upload.js";
      if (method !== "GET") {
        return new Response(new TextDecoder().decode(bytes));
      }
      return new Response(isModule ? module : "<input type=file>", {
        headers: { "content-type": isModule ? "text/javascript" : "text/html" },
      });
    });
    const file = folder.write("a.txt", "x".repeat(200_000));

    const { stdout, stderr } = await new Deno.Command("node", {
      args: [`${path}/browser_sources.mjs`, chromium, server.url, file],
      signal: AbortSignal.timeout(60_000),
    }).output();

    const decoder = new TextDecoder();
    const printed = decoder.decode(stdout);
    assertEquals(
      printed && JSON.parse(printed),
      {
        selected: [200, 200, 200],
        changed: ["source", "source", "source"],
        iframe: ["hello", "hello", "hello", "hello", "hello", "cancelled"],
      },
      decoder.decode(stderr),
    );
  },
);
