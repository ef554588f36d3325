import { upload } from "@network/upload";
import { type Case, same } from "../lab.ts";

const TYPE = "application/x-test";
/** More than the buffers on the way hold. */
const SIZE = 40_000_000;
/** So that the body takes four seconds, of which its buffers are one at most. */
const BYTES_IN_100_MS = 1_000_000;
/** Six times the connections that a browser opens to one server. */
const UPLOADS = 36;
const SHORT = { timeout: 2 };

/** Cases of servers that are slow, but not idle. */
export const PATIENCE: readonly Case[] = [
  {
    name: "a body that a slow server reads for longer than the timeout",
    async run(lab) {
      const url = lab.url("slow", String(BYTES_IN_100_MS));
      const source = new Blob([new Uint8Array(SIZE)]);

      const { status, response } = await upload(url, "PUT", SHORT, source, TYPE)
        .ended;

      same([status, response], [200, String(SIZE)]);
    },
  },
  {
    name: "uploads that wait for a connection longer than the timeout",
    async run(lab) {
      const source = new Blob([new Uint8Array(100_000)]);

      const all = await Promise.all(
        Array.from(
          { length: UPLOADS },
          () => upload(lab.url("late"), "PUT", SHORT, source, TYPE).ended,
        ),
      );

      const outcomes = all.map(({ status, response }) => [status, response]);
      same(outcomes, Array(UPLOADS).fill([200, "100000"]));
    },
  },
];
