/**
 * Runs functions with a page of Chromium, and prints what they return: `driver.mjs CHROMIUM`. Each
 * line of standard input is one, as `{ program, args }`. Lies beside its packages.
 */

import process from "node:process";
import { createInterface } from "node:readline";

const { chromium } = await import("playwright-core");

const [executablePath] = process.argv.slice(2);
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
  page.setDefaultTimeout(20_000);
  const thrown = [];
  page.on("pageerror", (error) => thrown.push(error));
  for await (const line of createInterface({ input: process.stdin })) {
    const { program, args } = JSON.parse(line);
    console.log(JSON.stringify(await outcomeOf(page, program, args, thrown)));
  }
} finally {
  await browser.close();
}

/** Fails for an error that nobody caught in the page, too. */
async function outcomeOf(page, program, args, thrown) {
  try {
    const value = await (0, eval)(`(${program})`)(page, ...args);
    if (thrown.length > 0) throw thrown[0];
    return { value };
  } catch (error) {
    return { error: String(error.stack) };
  }
}
