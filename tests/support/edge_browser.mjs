/**
 * Uploads a file on the page of an edge function, as a user of a browser does, and prints how
 * far the bar was on the way, how far at the end, and what the page says:
 * `edge_browser.mjs CHROMIUM URL FILE`. Lies beside its packages.
 */

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
try {
  const page = await browser.newPage();
  await page.goto(url);
  await page.getByLabel("File", { exact: true }).setInputFiles(file);
  await page.getByRole("button", { name: "Upload" }).click();

  const bar = page.getByRole("progressbar", { name: "Progress" });
  const position = () => bar.evaluate(({ position }) => position);
  let between = await position();
  while (!(between > 0 && between < 1)) {
    await page.waitForTimeout(20);
    between = await position();
  }
  console.log(between);
  const status = page.getByRole("status").filter({ hasText: "stored" });
  await status.waitFor();
  console.log(await position());
  console.log(await status.textContent());
} finally {
  await browser.close();
}
