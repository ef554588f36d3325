/**
 * Calls what a file exports as `run`, in a page of Firefox, and prints what came of it:
 * `firefox.mjs FILE OPTIONS`. The page seems to come from the server whose URL the options have.
 * Lies beside its packages.
 */

import { readFile } from "node:fs/promises";
import process from "node:process";

const { default: puppeteer } = await import("puppeteer-core");
const [path = "", options = ""] = process.argv.slice(2);
const { url } = JSON.parse(options);
const PAGES = {
  page: { contentType: "text/html", body: "" },
  "program.js": {
    contentType: "text/javascript",
    body: await readFile(path, "utf8"),
  },
};
const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath: "/usr/bin/firefox-esr",
  protocolTimeout: 0,
});
try {
  const page = await browser.newPage();
  await page.setRequestInterception(true);
  const serve = (request) => {
    const response = PAGES[request.url().slice(url.length)];
    return response ? request.respond(response) : request.continue();
  };
  page.on("request", serve);
  await page.goto(`${url}page`);
  const run = await page.evaluateHandle(
    `import("${url}program.js").then(({ run }) => run)`,
  );
  // An intercepted request may have no progress.
  page.off("request", serve);
  await page.setRequestInterception(false);
  const result = await run.evaluate(
    (run, options) => run(options),
    JSON.parse(options),
  );
  console.log(JSON.stringify(result));
} finally {
  await browser.close();
}
