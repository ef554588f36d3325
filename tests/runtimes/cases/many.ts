import { uploadAll, type UploadOptions } from "@network/upload";
import { type Case, type Lab, same } from "../lab.ts";

const COUNT = 60;

/** Uploads of a few bytes, as they are taken. */
function* uploads(lab: Lab, taken: { count: number }, behaviour = "take") {
  try {
    while (taken.count < COUNT) {
      const options: UploadOptions = {
        url: lab.url(behaviour),
        method: "PUT",
        source: new Uint8Array(taken.count),
        progress: taken.count++ % 2 === 0,
      };
      yield options;
    }
  } finally {
    taken.count += 1000;
  }
}

/** Cases of many uploads in one call. */
export const MANY: readonly Case[] = [
  {
    name: "uploadAll(): each whole, and the totals",
    async run(lab) {
      const running = uploadAll(uploads(lab, { count: 0 }));
      let ended = 0;
      for await (const { phase, totals } of running) {
        if (phase === "ended") same(totals.ended, ++ended);
      }
      const { files, failed, bytesTransferred } = await running.orThrow();
      const sum = COUNT * (COUNT - 1) / 2;
      same([files, failed, bytesTransferred], [COUNT, 0, sum]);
      const seen = await lab.seen();
      same([seen.length, seen.every(({ whole }) => whole)], [COUNT, true]);
    },
  },
  {
    name: "uploadAll(): a failed or invalid upload stops no other",
    async run(lab) {
      const source = new Uint8Array(5);
      const totals = await uploadAll([
        { url: lab.url("take"), source },
        { url: "http://127.0.0.1:2/", source },
        { url: lab.url("take"), source, method: "GET" },
        { url: lab.url("take"), source },
      ], { parallel: 1 });
      same([totals.ended, totals.failed], [4, 2]);
      same((await lab.seen()).length, 2);
    },
  },
  {
    name: "uploadAll(): leaving the loop cancels all, and closes the iterator",
    async run(lab) {
      const taken = { count: 0 };
      const running = uploadAll(uploads(lab, taken, "hang"), { parallel: 3 });
      for await (const { phase } of running) {
        same(phase, "began");
        break;
      }
      const { ended, failed } = await running;
      same([ended > 0, ended <= 3, ended - failed], [true, true, 0]);
      same(taken.count >= 1000, true);
      same(running.cancel(), false);
    },
  },
];
