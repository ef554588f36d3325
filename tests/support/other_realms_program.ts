/**
 * Uploads five bytes from all that other realms and libraries have for them,
 * and prints what came of each: `other_realms_program.ts URL FILE`. The file
 * has the bytes, too.
 *
 * @module
 */

import { upload, type UploadOptions } from "@network/upload";
import { open } from "node:fs/promises";
import process from "node:process";
import { Readable } from "node:stream";
import { runInNewContext } from "node:vm";

const [url = "", file = ""] = process.argv.slice(2);
const BYTES = "[104, 101, 108, 108, 111]";

/** What a piece of code makes in a realm of its own. */
function foreign(code: string) {
  return runInNewContext(code.replaceAll("BYTES", `new Uint8Array(${BYTES})`));
}

/** A Blob as jsdom makes it: it gives memory of another realm, and no stream. */
class ForeignBlob {
  readonly size = 5;
  readonly type = "text/plain";

  get [Symbol.toStringTag](): string {
    return "Blob";
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    return Promise.resolve(foreign("BYTES.buffer"));
  }
}

/** A Blob that does not report its size, such as `Bun.stdin`. */
class EndlessBlob extends Blob {
  override get size(): number {
    return Infinity;
  }
}

const handle = await open(file);
const SOURCES: Record<string, unknown> = {
  "an ArrayBuffer": foreign("BYTES.buffer"),
  "a Uint8Array": foreign("BYTES"),
  "a DataView": foreign("new DataView(BYTES.buffer)"),
  "shared memory": foreign(
    "{ const shared = new Uint8Array(new SharedArrayBuffer(5)); shared.set(BYTES); shared }",
  ),
  "a generator of Uint8Arrays": foreign(
    "(async function* () { yield BYTES.subarray(0, 2); yield BYTES.subarray(2); })()",
  ),
  "a generator of ArrayBuffers": foreign(
    "(async function* () { yield BYTES.buffer.slice(0, 2); yield BYTES.buffer.slice(2); })()",
  ),
  "a stream of Uint8Arrays": Readable.toWeb(
    Readable.from([foreign("BYTES")]),
  ),
  "a stream of ArrayBuffers": new Blob([foreign("BYTES")]).stream().pipeThrough(
    new TransformStream({
      transform: (_, controller) => controller.enqueue(foreign("BYTES.buffer")),
    }),
  ),
  "a Node stream of Uint8Arrays": Readable.from([foreign("BYTES")]),
  "the stream of a FileHandle": handle.readableWebStream(),
  "a Blob of another library": new ForeignBlob(),
  "a Blob of no size": new EndlessBlob([foreign("BYTES")]),
};

const outcomes: Record<string, unknown> = {};
for (const [name, source] of Object.entries(SOURCES)) {
  const options = foreign("({ method: 'PUT', contentType: 'text/plain' })");
  const given: UploadOptions = Object.assign(options, { url, source });
  const { response, error } = await upload(given).ended;
  outcomes[name] = error?.message ?? response;
}
await handle.close();
console.log(JSON.stringify(outcomes));
