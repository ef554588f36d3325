import { upload, type UploadSource } from "@network/upload";
import { streamBody } from "../../../src/body/framing.ts";
import { type Case, type Lab, same } from "../lab.ts";
import { bytesOf, type Seen, sha256Of } from "../protocol.ts";
import { streamOf } from "./sending.ts";

const MIB = 1024 * 1024;
const LARGE = 256 * MIB;
/** V8 lets 64 MiB of new buffers become garbage before it collects any. */
const MAX_GROWTH = 128 * MIB;
const TYPE = "application/x-test";

type Bytes = Uint8Array<ArrayBuffer>;

/** The memory of buffers, otherwise of the whole process; undefined if the runtime reports neither. */
function memory(): number | undefined {
  const usage = globalThis.process?.memoryUsage?.();
  return usage && (usage.arrayBuffers || usage.rss);
}

/** Many bytes, of fresh memory each time. */
function largeStream(onChunk: () => void): ReadableStream<Bytes> {
  let left = LARGE;
  return new ReadableStream<Bytes>({
    pull(controller) {
      onChunk();
      controller.enqueue(new Uint8Array(MIB / 4).fill(1));
      left -= MIB / 4;
      if (left === 0) controller.close();
    },
  }, { highWaterMark: 0 });
}

/** What there was of it before the first of these cases. */
let before: number | undefined;

function checkFlat(
  kind: string,
  sourceOf: (look: () => void) => UploadSource,
  options: { size?: number; multipart?: Record<string, never> } = {},
  held = 0,
): Case {
  return {
    name: `256 MiB, ${kind}: memory stays flat`,
    async run(lab) {
      // A browser does not read a Blob to send it.
      const isCollected = !lab.abilities.streams && held === 0;
      if (isCollected) return "collected";
      before ??= memory();
      if (before === undefined) return "unknown";
      let peak = 0;
      const look = () => peak = Math.max(peak, memory() ?? 0);
      const source = sourceOf(look);
      const url = lab.url("count");
      const running = upload({ url, source, progress: true, ...options });
      for await (const { phase } of running) if (phase === "progress") look();
      const { response } = await running.ended;
      same(Number(response) >= LARGE, true);
      const growth = peak - before - held;
      if (growth > MAX_GROWTH) throw new Error(`it grew by ${growth} bytes`);
    },
  };
}

/** Waits for uploads to the same place, each of its own bytes. */
async function checkMany(lab: Lab, count: number): Promise<void> {
  const all = Array.from({ length: count }, async (_, index) => {
    const bytes = bytesOf(60_000 + 1000 * index);
    const make = [() => new Blob([bytes]), () => streamOf(bytes)];
    const source = make[index % 2]?.() ?? bytes;
    const { response } = await upload(lab.url("take"), "PUT", source, TYPE)
      .ended;
    const seen: Seen = JSON.parse(String(response));
    same([seen.whole, seen.sha256], [true, await sha256Of(bytes)]);
  });
  await Promise.all(all);
}

/** What the server saw, though the connection to ask it may be closed, too. */
async function seenAtLast(lab: Lab): Promise<Seen[]> {
  for (let attempt = 1;; attempt++) {
    try {
      return await lab.seen();
    } catch (thrown) {
      if (attempt === 20) throw thrown;
    }
  }
}

/** Cases of how a body reaches `fetch`. */
export const BODIES: readonly Case[] = [
  checkFlat("a stream of stated size", largeStream, { size: LARGE }),
  checkFlat("a stream of unknown size", largeStream),
  checkFlat("a form", largeStream, { multipart: {} }),
  // What the Blob was made of may be there, too.
  checkFlat("a Blob", () => new Blob([new Uint8Array(LARGE)]), {}, 2 * LARGE),
  {
    name: "contentType: null: none, whatever the Blob's type",
    async run(lab) {
      for (const size of [5, 300_000]) {
        const ended = await upload({
          url: lab.url("take"),
          source: new Blob([bytesOf(size)], { type: TYPE }),
          contentType: null,
        }).ended;
        const seen: Seen = JSON.parse(String(ended.response));
        same([seen.contentType, seen.bytes], [undefined, size]);
      }
    },
  },
  {
    name: "200 uploads: each complete",
    async run(lab) {
      for (let round = 0; round < 20; round++) await checkMany(lab, 10);
    },
  },
  {
    name: "a response of 401 or 421: as is, and not sent again",
    async run(lab) {
      const bytes = bytesOf(300_000);
      for (const status of ["401", "421"]) {
        for (const source of [new Blob([bytes]), streamOf(bytes)]) {
          const params = { size: bytes.byteLength };
          const url = lab.url("status", status);
          const ended = await upload(url, "PUT", params, source, TYPE).ended;
          same([ended.error?.message, ended.status], [
            undefined,
            Number(status),
          ]);
        }
      }
      const seen = await lab.seen();
      for (const { whole, bytes: count } of seen) {
        same([whole, count], [true, bytes.byteLength]);
      }
      // Chromium sends a 421 again by itself (RFC 9110 §15.5.20).
      if (!lab.abilities.streams) return "421 sent again";
      same(seen.length, 4);
    },
  },
  {
    name: "an idle connection that the server closes: nothing incomplete",
    async run(lab) {
      const bytes = bytesOf(300_000);
      for (let count = 0; count < 20; count++) {
        const url = lab.url("drop");
        const { error, ok } = await upload(url, "PUT", new Blob([bytes]), TYPE)
          .ended;
        same(ok || error?.code === "network", true);
      }
      for (const seen of await seenAtLast(lab)) {
        if (seen.whole) same(seen.sha256, await sha256Of(bytes));
      }
    },
  },
  {
    name: "a body that a wrapper of fetch sends again: opened again",
    async run(lab) {
      if (!lab.abilities.streams) return "collected";
      const bytes = bytesOf(65_537);
      for (const size of [bytes.byteLength, -1]) {
        const sized = streamBody(() => streamOf(bytes), size);
        const headers: Record<string, string> = {};
        if (sized.lengthHeader) headers["content-length"] = String(size);
        const init = {
          method: "PUT",
          headers,
          duplex: "half",
          get body() {
            return sized.body;
          },
        };
        for (let attempt = 0; attempt < 3; attempt++) {
          const response = await fetch(lab.url("take"), init);
          const seen: Seen = await response.json();
          same([seen.whole, seen.sha256], [true, await sha256Of(bytes)]);
          same(seen.contentLength, size < 0 ? undefined : String(size));
        }
      }
    },
  },
];
