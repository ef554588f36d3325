/**
 * Evaluates a script in a page of Firefox for a file that was selected, and then changed or removed,
 * and prints the outcomes: `firefox_sources.mjs FIREFOX URL FILE SCRIPT`. Lies beside its packages.
 */

import { rm, truncate, writeFile } from "node:fs/promises";
import process from "node:process";

const { default: puppeteer } = await import("puppeteer-core");
const [executablePath, url, file, script] = process.argv.slice(2);
const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath,
  protocolTimeout: 0,
});
try {
  const page = await browser.newPage();
  await page.goto(url);
  /** Selects the file, as it was at first, and uploads it after a change. */
  const outcomesAfter = async (change) => {
    await writeFile(file, "x".repeat(200_000));
    const input = await page.$("input");
    await input.uploadFile(file);
    await change();
    return await page.evaluate(script);
  };
  const outcomes = {
    selected: await outcomesAfter(() => {}),
    truncated: await outcomesAfter(() => truncate(file, 1000)),
    removed: await outcomesAfter(() => rm(file)),
  };
  console.log(JSON.stringify(outcomes));
} finally {
  await browser.close();
}
