/**
 * Calls what a file exports as `run`, in a scope of Chromium, and prints what came of it:
 * `chromium.mjs SCOPE FILE OPTIONS`. SCOPE is `page`, `worker` or `serviceWorker`. The page seems to
 * come from the server whose URL the options have. Lies beside its packages.
 */

import process from "node:process";

const { chromium } = await import("playwright-core");
const [scope = "", path = "", options = ""] = process.argv.slice(2);
const { url } = JSON.parse(options);

/** The script of a worker, which runs the program for a message. */
const WORKER = `import { run } from "./program.js";
addEventListener("message", (event) => {
  const [port] = event.ports;
  const running = event.data === null ? Promise.resolve() : run(event.data);
  const told = running.then(
    (result) => port.postMessage({ result }),
    (error) => port.postMessage({ error: String(error) }),
  );
  event.waitUntil?.(told);
});`;
const MODULE = `{ type: "module" }`;
/** Loads the program in the page, by scope, and returns its `run`. */
const LOAD = {
  page: `import("${url}program.js").then(({ run }) => run)`,
  worker: `(${runIn})(new Worker("worker.js", ${MODULE}))`,
  serviceWorker: `navigator.serviceWorker.register("worker.js", ${MODULE})
    .then(() => navigator.serviceWorker.ready)
    .then(({ active }) => (${runIn})(active))`,
};

/** Returns a `run` that calls that of a worker, once it is loaded; runs in the page. */
async function runIn(worker) {
  const run = (options) =>
    new Promise((resolve, reject) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data: { result, error } }) =>
        error === undefined ? resolve(result) : reject(new Error(error));
      worker.postMessage(options, [port2]);
    });
  await run(null);
  return run;
}

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
    // A page that is not from the network counts as one of the internet.
    "--disable-features=LocalNetworkAccessChecks",
  ],
});
try {
  const context = await browser.newContext();
  const serve = (name, response) =>
    context.route(`${url}${name}`, (route) => route.fulfill(response));
  await serve("page", { contentType: "text/html", body: "" });
  await serve("program.js", { path });
  await serve("worker.js", { contentType: "text/javascript", body: WORKER });
  const page = await context.newPage();
  await page.goto(`${url}page`);
  const run = await page.evaluateHandle(LOAD[scope]);
  // An intercepted request has no progress.
  await context.unrouteAll();
  const result = await run.evaluate(
    (run, options) => run(options),
    JSON.parse(options),
  );
  console.log(JSON.stringify(result));
} finally {
  await browser.close();
}
