import { assertEquals } from "@std/assert";
import { plainLine } from "../../src/cli/plain_line.ts";
import { summaryLine } from "../../src/cli/summary.ts";
import {
  boardOf,
  ended,
  failed,
  planned,
  progress,
  retrying,
} from "../support/cli/board_events.ts";

const MIDDLE = { sent: 50e6, size: 100e6, rate: 12.5e6, seconds: 4 };

Deno.test("plainLine says how far one upload is", () => {
  const one = [planned("film\n.mp4", 100e6)];
  assertEquals(
    plainLine(boardOf(one, progress(MIDDLE)), 0),
    "film\ufffd.mp4: 50 MB of 100 MB (50 %), 12.5 MB/s, 0:04 left",
  );
  assertEquals(
    plainLine(boardOf(one, progress({ ...MIDDLE, sent: 100e6 })), 0),
    "film\ufffd.mp4: 100 MB of 100 MB (100 %), waiting for the response",
  );
  assertEquals(
    plainLine(boardOf(one, retrying(MIDDLE, 9000, 503)), 1000),
    "film\ufffd.mp4: 50 MB of 100 MB (50 %), retry in 0:08 (503)",
  );
  assertEquals(
    plainLine(boardOf([planned("stdin", -1)]), 0),
    "stdin: 0 B",
  );
});

Deno.test("plainLine says how far many uploads are", () => {
  const board = boardOf(
    [planned("a", 100e6), planned("b", 100e6), planned("c", 0)],
    failed({ index: 0, sent: 100e6, size: 100e6 }),
    progress({ ...MIDDLE, index: 1 }),
  );

  assertEquals(
    plainLine(board, 0),
    "1 of 3 files: 150 MB of 200 MB (75 %), 12.5 MB/s, 0:04 left, 1 failed",
  );
});

Deno.test("summaryLine says what was sent, how long it took, and the average rate", () => {
  const end = (index: number) => ended({ index, sent: 5e6, size: 5e6 });
  const one = boardOf([planned("a", 5e6)], end(0));
  const two = boardOf([planned("a", 5e6), planned("b", 5e6)], end(0), end(1));
  const half = boardOf(
    [planned("a", 5e6), planned("b", 5e6)],
    end(0),
    failed({ index: 1, size: 5e6 }),
  );

  assertEquals(
    [one, two, half].map((board) => summaryLine(board, 2500, 4e6)),
    [
      "a: 5 MB in 2.5 s, 4 MB/s",
      "2 files: 10 MB in 2.5 s, 4 MB/s",
      "1 of 2 files: 5 MB in 2.5 s, 4 MB/s, 1 failed",
    ],
  );
  assertEquals(summaryLine(one, 10, -1), "a: 5 MB in 10 ms");
});
