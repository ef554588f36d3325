/**
 * Uploads one source, and reports how many bytes arrived. It is bundled, and runs in every runtime;
 * how much memory that took is seen from outside.
 */

import { upload, type UploadSource } from "@network/upload";

/** What is uploaded. */
export type Kind = "file" | "blob" | "stream";

/** Its arguments. */
export interface MemoryOptions {
  readonly url: string;
  readonly kind: Kind;
  /** The path of a file of that size, if the kind is that. */
  readonly file: string;
  readonly size: number;
}

/** What is known of a runtime's own globals here. */
interface Globals {
  readonly Blob: typeof Blob;
  readonly Bun?: { file(path: string): Blob };
}

const MIB = 1024 * 1024;
const CHUNK = 64 * 1024;
/** More than passes between two looks from outside. */
const LOOK_MS = 200;

/** Uploads it. */
export async function run(
  { url, kind, file, size }: MemoryOptions,
): Promise<number> {
  const source = await sourceOf(kind, file, size);
  const running = upload({ url, method: "PUT", source, progress: true });
  for await (const event of running) if (event.isError) throw event.error;
  await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  return Number((await running.ended).response);
}

/** Of these none is of memory that the caller holds: it would count as that of the upload. */
async function sourceOf(
  kind: Kind,
  file: string,
  size: number,
): Promise<UploadSource> {
  if (kind === "file") return file;
  if (kind === "stream") return streamOf(size);
  const { Bun }: Globals = globalThis;
  if (Bun !== undefined) return Bun.file(file);
  if (typeof Deno === "undefined") {
    const { openAsBlob } = await import("node:fs");
    return await openAsBlob(file);
  }
  // Of one MiB again and again, which the Blob holds but once.
  return new Blob(Array(size / MIB).fill(new Blob([new Uint8Array(MIB)])));
}

/** Fresh memory each time, as what comes from elsewhere. */
function streamOf(size: number): ReadableStream<Uint8Array> {
  let left = size;
  return new ReadableStream({
    pull(controller) {
      controller.enqueue(new Uint8Array(CHUNK).fill(1));
      left -= CHUNK;
      if (left === 0) controller.close();
    },
  }, { highWaterMark: 0 });
}
