import { upload } from "@network/upload";
import { type Case, includes, same } from "../lab.ts";
import { bytesOf, type Seen, sha256Of } from "../protocol.ts";

const SIZE = 1_000_000;
const LIMIT = 500_000;

/** Cases of how fast an upload is, and may be. */
export const PACE: readonly Case[] = [
  {
    name: "maxBytesPerSecond: no faster, and the rate in the events",
    async run(lab) {
      const bytes = bytesOf(SIZE);
      const start = () =>
        upload({
          url: lab.url("take"),
          source: new Blob([bytes]),
          maxBytesPerSecond: LIMIT,
          progress: true,
        });
      if (!lab.abilities.streams) {
        includes(
          thrownBy(start),
          "'maxBytesPerSecond' must not be set in a runtime",
        );
        return "clear error";
      }
      const startedAt = Date.now();
      const rates = [];
      const running = start();
      for await (const event of running) {
        if (event.phase === "progress") rates.push(event.bytesPerSecond);
      }
      const ended = await running;
      same(Date.now() - startedAt > 1_900, true);
      const seen: Seen = JSON.parse(String(ended.response));
      same([seen.bytes, seen.sha256], [SIZE, await sha256Of(bytes)]);
      same(rates.some((rate) => rate > LIMIT / 2), true);
      same(Math.max(...rates) < LIMIT * 1.2, true);
      same(ended.bytesPerSecond < LIMIT * 1.1, true);
    },
  },
  {
    name: "the average of the rate, and no time left",
    async run(lab) {
      const url = lab.url("take");
      const ended = await upload({ url, source: new Uint8Array(SIZE) });
      same([ended.bytesPerSecond > 0, ended.secondsRemaining], [true, 0]);
    },
  },
];

/** What a call throws at once. */
function thrownBy(call: () => unknown): unknown {
  try {
    call();
  } catch (thrown) {
    return thrown;
  }
}
