/**
 * Calls what a file exports as `run`, in a page of Chromium, and prints what came of it:
 * `chromium.mjs FILE OPTIONS`. The page seems to come from the server whose URL the options have.
 * Lies beside its packages.
 */

import process from "node:process";

const { chromium } = await import("playwright-core");
const [path = "", options = ""] = process.argv.slice(2);
const { url } = JSON.parse(options);
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
  await page.route(
    `${url}page`,
    (route) => route.fulfill({ contentType: "text/html", body: "" }),
  );
  await page.route(`${url}program.js`, (route) => route.fulfill({ path }));
  await page.goto(`${url}page`);
  await page.evaluate(`import("${url}program.js")`);
  await page.unrouteAll();
  const result = await page.evaluate(
    `import("${url}program.js").then(({ run }) => run(${options}))`,
  );
  console.log(JSON.stringify(result));
} finally {
  await browser.close();
}
