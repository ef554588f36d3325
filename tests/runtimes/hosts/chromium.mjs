/**
 * Runs the suite in a page of Chromium, and prints what came of it: `chromium.mjs URL OPTIONS`.
 * The page and `suite.js` are at the URL. Lies beside its packages.
 */

import process from "node:process";
import { chromium } from "playwright-core";

const [url = "", options = ""] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
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
  const outcomes = await page.evaluate(
    `import("/suite.js").then(({ runSuite }) => runSuite(${options}))`,
  );
  console.log(JSON.stringify(outcomes));
} finally {
  await browser.close();
}
