import { assertEquals } from "@std/assert";
import { Browser, removeBrowser } from "../support/browser/browser.ts";
import { bundle } from "../support/bundle.ts";
import { TempFolder } from "../support/files.ts";
import { serve } from "../support/http_server.ts";
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

testWith(
  "chromium",
  "upload() in Chromium ends with source when the file was changed after it was selected, and takes what an iframe has",
  async (chromium) => {
    using folder = new TempFolder();
    await bundle("mod.ts", `${folder.path}/upload.js`);
    const module = await Deno.readTextFile(`${folder.path}/upload.js`);
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

    await using browser = await Browser.open(chromium);
    const outcomesOf = (script: string) =>
      browser.run((page, script) => page.evaluate<unknown>(script), script);

    await browser.run(
      async (page, url, file) => {
        await page.goto(url);
        await page.setInputFiles("input", [file]);
      },
      ...[server.url, file] as const,
    );
    assertEquals(await outcomesOf(SELECTED), [200, 200, 200]);
    Deno.writeTextFileSync(file, "shorter");
    assertEquals(await outcomesOf(SELECTED), ["source", "source", "source"]);
    assertEquals(await outcomesOf(IFRAME), [
      ...Array(5).fill("hello"),
      "cancelled",
    ]);
  },
);
