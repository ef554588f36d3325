/**
 * Gives Node streams of a file to uploads that end early or well, and prints
 * what each kind ended with, how many descriptors of the file are left, and
 * what was not caught.
 *
 *     owned_sources_program.ts URL CLOSED_URL FILE
 *
 * @module
 */

import { upload, type UploadOptions } from "@network/upload";
import { createReadStream, readdirSync, readlinkSync } from "node:fs";
import process from "node:process";

const [url = "", closedUrl = "", file = ""] = process.argv.slice(2);
const COUNT = 20;
const PATIENCE_MS = 3_000;

const uncaught: string[] = [];
process.on("uncaughtException", (error) => uncaught.push(String(error)));
process.on("unhandledRejection", (reason) => uncaught.push(String(reason)));

/** How the uploads of a kind are started. */
interface Kind {
  readonly name: string;
  readonly path: string;
  readonly params?: Partial<UploadOptions>;
  readonly cancels?: boolean;
}

const aborted = { signal: AbortSignal.abort("no longer needed") };
const form = { multipart: {} };
const refused = { url: closedUrl };
const missing = `${file}.missing`;
const KINDS: readonly Kind[] = [
  { name: "sent", path: file },
  { name: "sent in a form", path: file, params: form },
  { name: "aborted before", path: file, params: aborted },
  {
    name: "aborted before, in a form",
    path: file,
    params: { ...aborted, ...form },
  },
  { name: "cancelled at once", path: file, cancels: true },
  {
    name: "cancelled at once, in a form",
    path: file,
    params: form,
    cancels: true,
  },
  { name: "refused", path: file, params: refused },
  {
    name: "refused, in a form",
    path: file,
    params: { ...refused, ...form },
  },
  { name: "missing", path: missing },
  { name: "missing, in a form", path: missing, params: form },
  { name: "missing and aborted before", path: missing, params: aborted },
  { name: "missing and cancelled at once", path: missing, cancels: true },
];

const outcomes: Record<string, string[]> = {};
for (const { name, path, params, cancels } of KINDS) {
  const ended = await Promise.all(
    Array.from({ length: COUNT }, async () => {
      const running = upload({
        url,
        method: "PUT",
        source: createReadStream(path),
        contentType: "application/octet-stream",
        ...params,
      });
      if (cancels) running.cancel();
      const { error, status } = await running.ended;
      return error?.code ?? String(status);
    }),
  );
  outcomes[name] = [...new Set(ended)];
}
const open = await lowestOpen();
console.log(JSON.stringify({ outcomes, open, uncaught }));

/** How many descriptors of the file stay open: they are closed a little later. */
async function lowestOpen(): Promise<number> {
  const start = performance.now();
  let open = countOpen();
  while (open > 0 && performance.now() - start < PATIENCE_MS) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    open = countOpen();
  }
  return open;
}

function countOpen(): number {
  return readdirSync("/proc/self/fd").filter((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`) === file;
    } catch {
      // That of the folder itself is closed by now.
      return false;
    }
  }).length;
}
