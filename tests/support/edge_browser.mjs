/**
 * Uploads a file on the page of an edge function, as a user of a browser does:
 * `edge_browser.mjs CHROMIUM URL FILE [cancel]`. Prints how far both bars were on the way, then
 * how far at the end, and what the page says. May cancel on the way. Lies beside its packages.
 */

import process from "node:process";

const { chromium } = await import("playwright-core");

const [executablePath, url, file, cancel] = process.argv.slice(2);
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
  page.on("pageerror", (error) => console.error(error));
  await page.goto(url);
  await page.getByLabel("File", { exact: true }).setInputFiles(file);
  await page.getByRole("button", { name: "Upload" }).click();

  const positions = () =>
    page.getByRole("progressbar").evaluateAll((bars) =>
      bars.map(({ position }) => position)
    );
  let between = await positions();
  while (!between.every((position) => position > 0 && position < 1)) {
    await page.waitForTimeout(20);
    between = await positions();
  }
  console.log(JSON.stringify(between));
  if (cancel) await page.getByRole("button", { name: "Cancel" }).click();
  const status = page.getByRole("status").filter({ hasText: "stored" });
  await status.waitFor();
  console.log(JSON.stringify(await positions()));
  console.log(await status.textContent());
} finally {
  await browser.close();
}
