/**
 * Uploads through wrappers of `fetch` that send a request again, or read a copy
 * of it, and prints what each upload ended with and what its server saw.
 *
 *     repeating_fetch_program.ts FILE
 *
 * @module
 */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import process from "node:process";
import { type FetchLike, upload, type UploadOptions } from "@network/upload";

const [file = ""] = process.argv.slice(2);

/** A request as the server saw it. */
interface Seen {
  readonly length: string | undefined;
  readonly type: string | undefined;
  readonly sha256: string;
}

let seen: Seen[] = [];
const server = createServer(async (request, response) => {
  const hash = createHash("sha256");
  for await (const chunk of request) hash.update(chunk);
  const length = request.headers["content-length"];
  const type = request.headers["content-type"]?.replace(/;.*/, "");
  response.statusCode =
    seen.push({ length, type, sha256: hash.digest("hex") }) === 1 ? 503 : 200;
  response.end(String(seen.length));
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const address = server.address();
const port = typeof address === "object" ? address?.port : undefined;

/** Sends with one function, and again after a 503. */
function again(send: FetchLike): FetchLike {
  return async (url, init) => {
    const response = await send(url, init);
    if (response.status !== 503) return response;
    await response.body?.cancel();
    return await send(url, init);
  };
}

let copied: number | undefined;

const WRAPPERS: Readonly<Record<string, FetchLike>> = {
  "the same init": again(fetch),
  "a copy of init": again((url, init) => fetch(url, { ...init })),
  "a Request": again((url, init) => fetch(new Request(url, init))),
  "a Request, and a log of its copy": again(async (url, init) => {
    const request = new Request(url, init);
    const copy = request.clone();
    const log = copy.arrayBuffer().then(
      ({ byteLength }) => byteLength,
      () => undefined,
    );
    const response = await fetch(request);
    copied = await log;
    return response;
  }),
};

const bytes = readFileSync(file);
const small = bytes.subarray(0, 5);
const SOURCES: Readonly<Record<string, () => Partial<UploadOptions>>> = {
  "a few bytes": () => ({ source: small }),
  "bytes": () => ({ source: bytes }),
  "a Blob": () => ({ source: new Blob([bytes]) }),
  "a file": () => ({ source: file }),
  "a form": () => ({ source: file, multipart: { fields: { a: "b" } } }),
  "a stream": () => ({ source: new Blob([bytes]).stream() }),
};

const outcomes = [];
for (const [wrapper, send] of Object.entries(WRAPPERS)) {
  for (const [name, options] of Object.entries(SOURCES)) {
    for (const method of ["POST", "PUT"]) {
      seen = [];
      copied = undefined;
      const { status, error, bytesTransferred, bytesEstimated } = await upload({
        url: `http://127.0.0.1:${port}/`,
        method,
        source: "",
        contentType: "application/octet-stream",
        fetch: send,
        ...options(),
      }).ended;
      const code = error?.code;
      const counts = [bytesTransferred, bytesEstimated];
      outcomes.push({
        wrapper,
        name,
        method,
        status,
        code,
        counts,
        copied,
        seen,
      });
    }
  }
}
console.log(JSON.stringify(outcomes));
server.closeAllConnections();
server.close();
