import { assertEquals } from "@std/assert";
import { Browser, removeBrowser } from "../support/browser/browser.ts";
import { bundle } from "../support/bundle.ts";
import { TempFolder } from "../support/files.ts";
import { serve } from "../support/http_server.ts";
import { installFromNpm } from "../support/npm.ts";
import { testWith } from "../support/server_program.ts";

Deno.test.afterAll(removeBrowser);

/** Uploads the selected file, plain, in a form, and with another one in a form. */
const SELECTED = `import("/upload.js").then(async ({ upload }) => {
  const [source] = document.querySelector("input").files;
  const form = new FormData();
  for (const file of [source, new File([new Uint8Array(600_000)], "b")]) form.append("files", file);
  const outcomes = [];
  for (const options of [{ source }, { source, multipart: {} }, { source: form }]) {
    const { error, status } = await upload({ url: location.href, ...options }).ended;
    outcomes.push(error?.code ?? status);
  }
  return outcomes;
})`;

/** Uploads what an iframe has for five bytes. */
const IFRAME = `import("/upload.js").then(async ({ upload }) => {
  const frame = document.createElement("iframe");
  document.body.append(frame);
  const { Blob, File, URL, AbortController, eval: run } = frame.contentWindow;
  const url = new URL(location.href);
  const type = { type: "text/plain" };
  const bytes = run("new Uint8Array([104, 101, 108, 108, 111])");
  const sources = [new Blob([bytes], type), new File([bytes], "a.txt"), bytes, bytes.buffer, new Blob([bytes]).stream()];
  const outcomes = [];
  for (const source of sources) {
    const { error, response } = await upload({ url, source, contentType: "text/plain" }).ended;
    outcomes.push(error?.message ?? response);
  }
  const controller = new AbortController();
  const running = upload({ url, source: bytes, contentType: "text/plain", signal: controller.signal });
  controller.abort();
  return [...outcomes, (await running.ended).error?.code];
})`;

/** Uploads the selected file to a server that holds its response. */
const HELD = `import("/upload.js").then(async ({ upload }) => {
  const [source] = document.querySelector("input").files;
  const { error, status } = await upload({ url: "/held", source });
  return error?.code ?? status;
})`;

const REFUSED = ["source", "source", "source"];

/** A server of a page with the module, and what its response to `/held` waits for. */
async function servePage(folder: TempFolder) {
  await bundle("mod.ts", `${folder.path}/upload.js`);
  const module = await Deno.readTextFile(`${folder.path}/upload.js`);
  const received = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const server = serve(async ({ method, url, bytes }) => {
    const isModule = url.pathname === "/upload.js";
    if (url.pathname === "/held") {
      received.resolve();
      await release.promise;
    }
    if (method !== "GET") {
      return new Response(new TextDecoder().decode(bytes));
    }
    return new Response(isModule ? module : "<input type=file>", {
      headers: { "content-type": isModule ? "text/javascript" : "text/html" },
    });
  });
  return { server, received, release };
}

testWith(
  "chromium",
  "upload() in Chromium ends with source when the file was changed or removed after it was selected, and takes what an iframe has",
  async (chromium) => {
    using folder = new TempFolder();
    const { server: started, received, release } = await servePage(folder);
    await using server = started;
    await using browser = await Browser.open(chromium);
    const outcomesOf = (script: string) =>
      browser.run((page, script) => page.evaluate<unknown>(script), script);
    const path = `${folder.path}/a.txt`;
    const select = async () => {
      Deno.writeTextFileSync(path, "x".repeat(200_000));
      await browser.run(
        (page, path) => page.setInputFiles("input", [path]),
        path,
      );
    };
    await browser.run(async (page, url) => {
      await page.goto(url);
    }, server.url);

    await select();
    assertEquals(await outcomesOf(SELECTED), [200, 200, 200]);
    const changes = [
      () => Deno.writeTextFileSync(path, "shorter"),
      () => Deno.truncateSync(path),
      () => Deno.removeSync(path),
    ];
    for (const change of changes) {
      await select();
      change();
      assertEquals(await outcomesOf(SELECTED), REFUSED);
    }
    await select();
    const held = outcomesOf(HELD);
    await received.promise;
    Deno.writeTextFileSync(path, "y".repeat(200_000));
    release.resolve();
    assertEquals(await held, "source");
    assertEquals(await outcomesOf(IFRAME), [
      ...Array(5).fill("hello"),
      "cancelled",
    ]);
  },
);

testWith(
  "firefox-esr",
  "upload() in Firefox ends with source when the file was truncated or removed after it was selected",
  async (firefox) => {
    using folder = new TempFolder();
    const { path } = folder;
    const script = new URL("../support/firefox_sources.mjs", import.meta.url);
    await installFromNpm(path, ["puppeteer-core"]);
    await Deno.copyFile(script, `${path}/firefox_sources.mjs`);
    const { server: started } = await servePage(folder);
    await using server = started;

    const { stdout, stderr } = await new Deno.Command("node", {
      args: [
        ...[`${path}/firefox_sources.mjs`, firefox, server.url],
        ...[`${path}/a.txt`, SELECTED],
      ],
      signal: AbortSignal.timeout(60_000),
    }).output();

    const decoder = new TextDecoder();
    const printed = decoder.decode(stdout);
    assertEquals(
      printed && JSON.parse(printed),
      { selected: [200, 200, 200], truncated: REFUSED, removed: REFUSED },
      decoder.decode(stderr),
    );
  },
);
