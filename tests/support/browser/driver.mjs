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
  for await (const line of createInterface({ input: process.stdin })) {
    const { program, args } = JSON.parse(line);
    console.log(JSON.stringify(await outcomeOf(page, program, args)));
  }
} finally {
  await browser.close();
}

async function outcomeOf(page, program, args) {
  try {
    return { value: await (0, eval)(`(${program})`)(page, ...args) };
  } catch (thrown) {
    return { error: String(thrown.stack) };
  }
}
