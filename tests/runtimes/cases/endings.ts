import { cancel, upload, type UploadSource } from "@network/upload";
import { type Case, includes, type Lab, same } from "../lab.ts";
import type { Seen } from "../protocol.ts";
import { streamOf } from "./sending.ts";

const TYPE = "application/x-test";
/** More than the buffers on the way hold. */
const LARGE = 64 * 1024 * 1024;
const SHORT = { timeout: 0.5 };

/** What the server saw of the only request. */
async function seenOnce(lab: Lab): Promise<Seen | undefined> {
  const all = await lab.seen();
  same(all.length <= 1, true);
  return all[0];
}

async function checkFails(
  lab: Lab,
  code: string,
  source: UploadSource,
  size: number,
): Promise<void> {
  const params = { size };
  const { ended } = upload(lab.url("take"), "PUT", params, source, TYPE);
  const { error, ok } = await ended;
  same([error?.code, ok], [code, false]);
  same((await seenOnce(lab))?.whole ?? false, false);
}

async function* failsAfter(size: number): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(size);
  throw new Error("the disk is broken");
}

/** Cases of how an upload ends that does not go well. */
export const ENDINGS: readonly Case[] = [
  {
    name: "cancel() during the upload",
    async run(lab) {
      const source = new Blob([new Uint8Array(LARGE)]);
      const running = upload(
        lab.url("stall"),
        "PUT",
        { progress: true, progressInterval: 0 },
        source,
        TYPE,
      );
      for await (const { phase, bytesTransferred } of running) {
        const moves = lab.abilities.progress ? bytesTransferred > 0 : true;
        if (phase !== "ended" && moves) same(cancel(running, "enough"), true);
        if (phase !== "ended" && moves) break;
      }
      const { error } = await running.ended;
      same([error?.code, error?.cause], ["cancelled", "enough"]);
      same(running.cancel(), false);
      same((await seenOnce(lab))?.whole ?? false, false);
    },
  },
  {
    name: "leaving the loop cancels",
    async run(lab) {
      const params = { progress: true };
      const source = streamOf(new Uint8Array(LARGE));
      const running = upload(lab.url("hang"), "PUT", params, source, TYPE);
      for await (const { phase } of running) {
        same(phase, "began");
        break;
      }
      same((await running.ended).error?.code, "cancelled");
    },
  },
  {
    name: "signal cancels",
    async run(lab) {
      const controller = new AbortController();
      const { signal } = controller;
      const bytes = new Uint8Array(5);
      const running = upload(lab.url("hang"), "PUT", { signal }, bytes, TYPE);
      controller.abort(new Error("no longer"));
      const { error } = await running.ended;
      same(error?.code, "cancelled");
      includes(error?.message, "was cancelled: no longer");
    },
  },
  {
    name: "timeout: no response",
    async run(lab) {
      const bytes = new Uint8Array(5);
      const running = upload(lab.url("hang"), "PUT", SHORT, bytes, TYPE);
      same((await running.ended).error?.code, "timeout");
    },
  },
  {
    name: "timeout: the server stops reading",
    async run(lab) {
      // Progress that cannot be seen is allowed 128 kbit/s: for this, hours.
      if (!lab.abilities.progress) return "late";
      const source = new Blob([new Uint8Array(LARGE)]);
      const running = upload(lab.url("stall"), "PUT", SHORT, source, TYPE);
      same((await running.ended).error?.code, "timeout");
      // Firefox may need longer than the timeout to begin with a large Blob.
      same((await seenOnce(lab))?.whole ?? false, false);
    },
  },
  {
    name: "a source that is too short: never complete",
    run: (lab) =>
      checkFails(lab, "source", streamOf(new Uint8Array(200_000)), 200_001),
  },
  {
    name: "a source that is too long: never complete",
    run: (lab) =>
      checkFails(lab, "source", streamOf(new Uint8Array(200_000)), 199_999),
  },
  {
    name: "a source that fails: never complete",
    run: (lab) => checkFails(lab, "source", failsAfter(200_000), 300_000),
  },
  {
    name: "a source that fails, of unknown size: never complete",
    async run(lab) {
      const source = failsAfter(200_000);
      const { error } = await upload(lab.url("take"), "PUT", source, TYPE)
        .ended;
      same(error?.code, "source");
      includes(error?.message, "the disk is broken");
      same((await seenOnce(lab))?.whole ?? false, false);
    },
  },
  {
    name: "a port on which no program listens",
    async run() {
      const bytes = new Uint8Array(5);
      const ended = await upload("http://127.0.0.1:2/", "PUT", bytes, TYPE)
        .ended;
      same([ended.error?.code, ended.status], ["network", -1]);
    },
  },
  {
    name: "an early 413",
    async run(lab) {
      const source = new Blob([new Uint8Array(LARGE)]);
      const ended = await upload(lab.url("refuse"), "PUT", source, TYPE).ended;
      same([ended.error?.message, ended.status], [undefined, 413]);
      same(ended.response, "too large");
    },
  },
];
