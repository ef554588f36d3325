/**
 * Uploads in a page what only browsers have, and prints the outcomes:
 * `browser_sources.mjs PROGRAM URL FILE`. The page and the module come from the server. The file is
 * selected, and then changed or removed. Lies beside its packages.
 */

import { rm, truncate, writeFile } from "node:fs/promises";
import process from "node:process";

const [executablePath, url, file] = process.argv.slice(2);
const { browser, page, select } = executablePath.includes("firefox")
  ? await openFirefox()
  : await openChromium();

async function openChromium() {
  const { chromium } = await import("playwright-core");
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
  const page = await browser.newPage();
  return { browser, page, select: () => page.setInputFiles("input", file) };
}

async function openFirefox() {
  const { default: puppeteer } = await import("puppeteer-core");
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath,
    protocolTimeout: 0,
  });
  const page = await browser.newPage();
  const select = async () => (await page.$("input")).uploadFile(file);
  return { browser, page, select };
}

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

/** Overwrites the file, with as many bytes, while its upload waits for a response. */
async function outcomeDuring() {
  await writeFile(file, "x".repeat(200_000));
  await select();
  const outcome = page.evaluate(
    `import("/upload.js").then(async ({ upload }) => {
    const [source] = document.querySelector("input").files;
    const { error, status } = await upload({ url: "/held", source });
    return error?.code ?? status;
  })`,
  );
  await fetch(`${url}received`);
  await writeFile(file, "y".repeat(200_000));
  await fetch(`${url}release`);
  return await outcome;
}

/** Selects the file, as it was at first, and uploads it after a change. */
async function outcomesAfter(change) {
  await writeFile(file, "x".repeat(200_000));
  await select();
  await change();
  return await page.evaluate(SELECTED);
}

try {
  await page.goto(url);
  const outcomes = {
    selected: await outcomesAfter(() => {}),
    truncated: await outcomesAfter(() => truncate(file, 1000)),
    emptied: await outcomesAfter(() => truncate(file)),
    removed: await outcomesAfter(() => rm(file)),
    during: await outcomeDuring(),
    iframe: await page.evaluate(IFRAME),
  };
  console.log(JSON.stringify(outcomes));
} finally {
  await browser.close();
}
