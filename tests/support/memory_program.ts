/**
 * Uploads 256 MiB from sources of each kind, and reports how much of it was in buffers at most.
 * It is bundled, and runs in Node.
 */

import { upload, type UploadOptions } from "@network/upload";

/** Its arguments. */
export interface MemoryOptions {
  readonly url: string;
  /** The path of a file of {@linkcode LARGE} bytes. */
  readonly file: string;
}

/** What came of an upload. */
export interface Measured {
  readonly kind: string;
  /** How many bytes the server got, or why it got none. */
  readonly answer: string;
  /** The peak of what buffers took, in bytes. */
  readonly peak: number;
}

/** How many bytes each source has. */
export const LARGE: number = 256 * 1024 * 1024;
const CHUNK = 256 * 1024;

type Options = Omit<UploadOptions, "url">;

const KINDS: Readonly<Record<string, (file: string) => Options>> = {
  "a stream of stated size": () => ({ source: largeStream(), size: LARGE }),
  "a stream of unknown size": () => ({ source: largeStream() }),
  "a form": () => ({ source: largeStream(), size: LARGE, multipart: {} }),
  "a file": (file) => ({ source: file }),
};

/** Uploads one after the other. */
export async function run({ url, file }: MemoryOptions): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const [kind, optionsOf] of Object.entries(KINDS)) {
    let peak = 0;
    const look = () => {
      peak = Math.max(peak, globalThis.process.memoryUsage().arrayBuffers);
    };
    const timer = setInterval(look, 5);
    const options = optionsOf(file);
    const { response } = await upload({ url, ...options }).ended;
    clearInterval(timer);
    measured.push({ kind, answer: String(response), peak });
  }
  return measured;
}

/** Fresh memory each time. */
function largeStream(): ReadableStream<Uint8Array> {
  let left = LARGE;
  return new ReadableStream({
    pull(controller) {
      controller.enqueue(new Uint8Array(CHUNK).fill(1));
      left -= CHUNK;
      if (left === 0) controller.close();
    },
  }, { highWaterMark: 0 });
}
