import { assert, assertEquals } from "@std/assert";
import { prepareHosts } from "../runtimes/hosts.ts";
import { BROWSERS, type Runtime } from "../runtimes/runtimes.ts";
import type { Outcome } from "../support/browser_patience_program.ts";
import { bodyChunks } from "../support/fickle_server.ts";
import { closing } from "../support/raw_request.ts";
import { type RawConnection, serveRaw } from "../support/raw_server.ts";
import { testWith } from "../support/server_program.ts";

const SIZE = 20_000_000;
/** Of the buffers on the way, each needs longer than the timeout. */
const BYTES_PER_SECOND = 1_600_000;
const TIMEOUT = 0.75;
const TICK_MS = 50;

/** Reads at a steady rate, and at `/stop` only half of the body. */
async function read(
  connection: RawConnection,
  over: Promise<void>,
): Promise<void> {
  const head = await connection.readHead();
  const chunk = BYTES_PER_SECOND * TICK_MS / 1000;
  let left = head.includes(" /stop ") ? SIZE / 2 : SIZE;
  for await (const { byteLength } of bodyChunks(connection, head, chunk)) {
    left -= byteLength;
    if (left <= 0) break;
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  if (head.includes(" /stop ")) return await over;
  await connection.write(closing("done"));
}

for (const browser of BROWSERS) {
  testWith(
    browser.program.slice("/usr/bin/".length),
    `upload() in ${browser.name} waits for a slow server, and times out for one that stops reading`,
    () => check(browser),
  );
}

async function check(browser: Runtime): Promise<void> {
  await using hosts = await prepareHosts(
    [browser],
    "tests/support/browser_patience_program.ts",
  );
  const over = Promise.withResolvers<void>();
  await using server = serveRaw((connection) => read(connection, over.promise));
  const options = { url: server.url, size: SIZE, timeout: TIMEOUT };

  const outcomes = await hosts.run(browser, options);

  over.resolve();
  const [steady, stop]: Outcome[] = Array.from(Object(outcomes));
  assert(steady && stop);
  assertEquals([steady.code, steady.bytesTransferred], [undefined, SIZE]);
  assertEquals([stop.code, stop.bytesTransferred < SIZE], ["timeout", true]);
}
