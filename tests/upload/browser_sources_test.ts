import { assertEquals } from "@std/assert";
import { BROWSERS, type Runtime } from "../runtimes/runtimes.ts";
import { bundle } from "../support/bundle.ts";
import { TempFolder } from "../support/files.ts";
import { serve } from "../support/http_server.ts";
import { installFromNpm } from "../support/npm.ts";
import { testWith } from "../support/server_program.ts";

const PAGE = "<!doctype html><input type=file>";
/** Of a file alone, in a form, and with another one in a form. */
const REFUSED = ["source", "source", "source"];

for (const browser of BROWSERS) {
  testWith(
    browser.program.slice("/usr/bin/".length),
    `upload() in ${browser.name} ends with source if the file was changed or removed after it was selected, and takes what an iframe has`,
    (program) => check(program, browser),
  );
}

async function check(
  program: string,
  { name, packages }: Runtime,
): Promise<void> {
  using folder = new TempFolder();
  const { path } = folder;
  await installFromNpm(path, packages);
  const script = new URL("../support/browser_sources.mjs", import.meta.url);
  await Deno.copyFile(script, `${path}/browser_sources.mjs`);
  await bundle("mod.ts", `${path}/upload.js`);
  const module = await Deno.readTextFile(`${path}/upload.js`);
  const received = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  await using server = serve(async ({ method, url, bytes }) => {
    const isModule = url.pathname === "/upload.js";
    if (url.pathname === "/received") await received.promise;
    if (url.pathname === "/release") release.resolve();
    if (url.pathname === "/held") {
      received.resolve();
      await release.promise;
    }
    if (method !== "GET") {
      return new Response(new TextDecoder().decode(bytes));
    }
    return new Response(isModule ? module : PAGE, {
      headers: { "content-type": isModule ? "text/javascript" : "text/html" },
    });
  });

  const { stdout, stderr } = await new Deno.Command("node", {
    args: [
      `${path}/browser_sources.mjs`,
      program,
      server.url,
      `${path}/a.txt`,
    ],
    signal: AbortSignal.timeout(60_000),
  }).output();

  const decoder = new TextDecoder();
  const printed = decoder.decode(stdout);
  assertEquals(
    printed && JSON.parse(printed),
    {
      selected: [200, 200, 200],
      truncated: REFUSED,
      emptied: REFUSED,
      removed: REFUSED,
      // Firefox does not notice that.
      during: name === "Firefox" ? 200 : "source",
      iframe: ["hello", "hello", "hello", "hello", "hello", "cancelled"],
    },
    decoder.decode(stderr),
  );
}
