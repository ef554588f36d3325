import { UploadError } from "@network/upload";
import { assertEquals } from "@std/assert";
import {
  began,
  boardOf,
  ended,
  failed,
  planned,
  progress,
} from "../support/cli/board_events.ts";

Deno.test("Board adds up what was sent, and knows all sizes from the start", () => {
  const board = boardOf(
    [planned("a", 100), planned("b", 50)],
    began({ index: 0, size: 100 }),
    progress({ index: 0, sent: 30, size: 100, rate: 10 }),
  );

  assertEquals(board.bytesTransferred, 30);
  assertEquals(board.bytesEstimated, 150);
  assertEquals(board.secondsRemaining, 12);
  assertEquals(board.running.map(({ name }) => name), ["a"]);
});

Deno.test("Board goes back when an upload starts again, and takes the size of a form", () => {
  const board = boardOf(
    [planned("a", 100)],
    progress({ sent: 90, size: 120 }),
    progress({ sent: 10, size: 120 }),
  );

  assertEquals([board.bytesTransferred, board.bytesEstimated], [10, 120]);
});

Deno.test("Board does not know the total while a size is unknown", () => {
  const board = boardOf([planned("a", -1), planned("b", 5)]);
  assertEquals([board.bytesEstimated, board.secondsRemaining], [-1, -1]);

  board.apply(ended({ index: 0, sent: 7, size: -1 }), 0);
  assertEquals(board.bytesEstimated, 12);
});

Deno.test("Board counts what was accepted and what failed, but not as failed what was cancelled", () => {
  const board = boardOf(
    ["a", "b", "c", "d"].map((name) => planned(name, 1)),
    ended({ index: 0, sent: 1, size: 1 }),
    ended({ index: 1, sent: 1, size: 1 }, 404),
    failed({ index: 2, size: 1 }),
    failed({ index: 3, size: 1 }, new UploadError("cancelled", "Cancelled")),
  );

  assertEquals([board.ended, board.done, board.failed], [4, 1, 2]);
  assertEquals(board.running, []);
});

Deno.test("Board keeps what runs in the order of the command line", () => {
  const board = boardOf(
    [planned("a", 1), planned("b", 1)],
    began({ index: 1, size: 1 }),
    began({ index: 0, size: 1 }),
  );

  assertEquals(board.running.map(({ name }) => name), ["a", "b"]);
});
