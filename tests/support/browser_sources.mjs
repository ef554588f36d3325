/**
 * Uploads in a page of Chromium what only browsers have, and prints the outcomes:
 * `browser_sources.mjs CHROMIUM URL FILE`. The page and the module come from the server. The file
 * is selected, and later changed. Lies beside its packages.
 */

import { writeFile } from "node:fs/promises";
import process from "node:process";

const { chromium } = await import("playwright-core");

const [executablePath, url, file] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});

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

try {
  const page = await browser.newPage();
  await page.goto(url);
  await page.setInputFiles("input", file);
  const selected = await page.evaluate(SELECTED);
  await writeFile(file, "shorter");
  const changed = await page.evaluate(SELECTED);
  const iframe = await page.evaluate(IFRAME);
  console.log(JSON.stringify({ selected, changed, iframe }));
} finally {
  await browser.close();
}
