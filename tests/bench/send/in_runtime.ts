/**
 * Uploads the same bytes in turns with the library and with the runtime's bare `fetch`, and reports
 * how many MB/s each round took: `{ bare: [...], upload: [...] }`. It is bundled, and runs in
 * every runtime.
 */

import { upload, type UploadSource } from "@network/upload";

/** Its arguments. */
export interface SpeedOptions {
  readonly url: string;
  /** The path of a file, if there are files. */
  readonly file: string | undefined;
  /** How many bytes are sent without a file. */
  readonly size: number;
  readonly rounds: number;
}

/** MB/s, round by round. */
export interface Speeds {
  readonly bare: number[];
  readonly upload: number[];
}

const TYPE = "application/octet-stream";
const CHUNK = 1024 * 1024;

/** What is known of a runtime's own globals here. */
interface Globals {
  readonly Blob: typeof Blob;
  readonly Bun?: { file(path: string): Blob };
  readonly FixedLengthStream?: new (size: number) => TransformStream;
}

/** What both send, made anew for each time. */
interface Bodies {
  readonly size: number;
  /** As the runtime's documentation says to send it. */
  bare(): Promise<BodyInit> | BodyInit;
  own(): UploadSource;
}

/** Races the two. */
export async function run(options: SpeedOptions): Promise<Speeds> {
  const bodies = await bodiesOf(options);
  const speeds: Speeds = { bare: [], upload: [] };
  for (let round = 0; round <= options.rounds; round++) {
    const turns: (keyof Speeds)[] = ["bare", "upload"];
    if (round % 2 === 1) turns.reverse();
    for (const turn of turns) {
      const start = performance.now();
      const answer = await SENDERS[turn](options.url, bodies);
      const ms = performance.now() - start;
      if (answer !== String(bodies.size)) {
        throw new Error(`${turn}: ${answer} of ${bodies.size} bytes arrived`);
      }
      // The first round warms up, and does not count.
      if (round > 0) speeds[turn].push(bodies.size / ms / 1000);
    }
  }
  return speeds;
}

const SENDERS = {
  async bare(url: string, bodies: Bodies): Promise<string> {
    const init: RequestInit & { duplex: "half" } = {
      method: "PUT",
      body: await bodies.bare(),
      duplex: "half",
    };
    return await (await fetch(url, init)).text();
  },
  async upload(url: string, bodies: Bodies): Promise<string> {
    const params = { progress: true, size: bodies.size };
    const running = upload(url, "PUT", params, bodies.own(), TYPE);
    for await (const event of running) if (event.isError) throw event.error;
    return String((await running.ended).response);
  },
};

async function bodiesOf({ file, size }: SpeedOptions): Promise<Bodies> {
  const { Bun, FixedLengthStream }: Globals = globalThis;
  if (file !== undefined) {
    const own = () => file;
    if (typeof Deno !== "undefined" && Bun === undefined) {
      const bare = async () => (await Deno.open(file)).readable;
      return { size, own, bare };
    }
    if (Bun !== undefined) return { size, own, bare: () => Bun.file(file) };
    const { openAsBlob } = await import("node:fs");
    return { size, own, bare: () => openAsBlob(file) };
  }
  if (FixedLengthStream !== undefined) {
    const bare = () => memory(size).pipeThrough(new FixedLengthStream(size));
    return { size, own: () => memory(size), bare };
  }
  const blob = new Blob(Array(size / CHUNK).fill(new Uint8Array(CHUNK)));
  return { size, own: () => blob, bare: () => blob };
}

/** The same memory again and again. */
function memory(size: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  const chunk = new Uint8Array(CHUNK);
  let left = size;
  return new ReadableStream({
    pull(controller) {
      controller.enqueue(chunk.subarray(0, left));
      left -= Math.min(left, CHUNK);
      if (left === 0) controller.close();
    },
  }, { highWaterMark: 0 });
}
