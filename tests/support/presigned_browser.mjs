/**
 * Uploads a file on the page of the function that presigns, as a user of a browser does, and
 * prints how far the bar was at the end, and what the page says:
 * `presigned_browser.mjs CHROMIUM URL PASSWORD FILE`. Lies beside its packages.
 */

import process from "node:process";

const { chromium } = await import("playwright-core");

const [executablePath, url, password, file] = process.argv.slice(2);
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
  const context = await browser.newContext({
    httpCredentials: { username: "ann", password },
  });
  const page = await context.newPage();
  page.on("pageerror", (error) => console.error(error));
  await page.goto(url);
  await page.getByLabel("File", { exact: true }).setInputFiles(file);
  await page.getByRole("button", { name: "Upload" }).click();
  const status = page.getByRole("status").filter({ hasText: "stored" });
  await status.waitFor();
  const bar = page.getByRole("progressbar", { name: "Progress" });
  console.log(await bar.evaluate(({ position }) => position));
  console.log(await status.textContent());
} finally {
  await browser.close();
}
