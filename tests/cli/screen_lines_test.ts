import { assert, assertEquals } from "@std/assert";
import { screenLines } from "../../src/cli/screen_lines.ts";
import { textWidth } from "../../src/cli/text_width.ts";
import {
  began,
  boardOf,
  planned,
  progress,
  retrying,
} from "../support/cli/board_events.ts";

const MIDDLE = { sent: 50e6, size: 100e6, rate: 12.5e6, seconds: 4 };
const ROWS = 24;

/** Uploads in all states. */
function fullBoard() {
  return boardOf(
    [
      planned("film.mp4", 100e6),
      planned("Ferien 👨‍👩‍👧 漢字の長い名前のファイル.png", 100e6),
      planned("waits.bin", 100e6),
      planned("busy.bin", 100e6),
      planned("stdin", -1),
      planned("fresh.bin", 100e6),
      planned("evil\x1b[2J\n.bin", 5),
    ],
    progress({ ...MIDDLE, index: 0 }),
    progress({ ...MIDDLE, index: 1, sent: 99.9e6 }),
    progress({ ...MIDDLE, index: 2, sent: 100e6 }),
    retrying({ ...MIDDLE, index: 3 }, 2500, 503),
    progress({ index: 4, sent: 12_345_678, size: -1, rate: 999.9e3 }),
    began({ index: 5, size: 100e6 }),
    progress({ index: 6, sent: 0, size: 5, rate: 999, seconds: 360_000 }),
  );
}

/** What a terminal of a width shows of them. */
const SCREENS: Readonly<Record<number, string>> = {
  20: `
fil…p4 ███░░░  50 %
Fer…ng █████░  99 %
wai…in wait   100 %
bus…in retry   50 %
stdin  12.3 …
fre…in ░░░░░░   0 %
evi…in ░░░░░░   0 %
0/7    312 MB`,
  40: `
film.mp4         ███████░░░░░░░░   50 %
Ferien …ル.png   ██████████████░   99 %
waits.bin        waiting          100 %
busy.bin         retry in 0:02     50 %
stdin            12.3 MB
fresh.bin        ░░░░░░░░░░░░░░░    0 %
evil�[2J�.bin    ░░░░░░░░░░░░░░░    0 %
total 0/7        312 MB`,
  80: `
film.mp4                ███████████░░░░░░░░░░░   50 %  12.5 MB/s     0:04 left
Ferien …ァイル.png      █████████████████████░   99 %  12.5 MB/s     0:04 left
waits.bin               ██████████████████████  100 %  waiting for the response
busy.bin                ███████████░░░░░░░░░░░   50 %  retry in 0:02 (503)
stdin                   12.3 MB                        1000 kB/s
fresh.bin               ░░░░░░░░░░░░░░░░░░░░░░    0 %
evil�[2J�.bin           ░░░░░░░░░░░░░░░░░░░░░░    0 %    999 B/s    100 h left
total 0/7               312 MB                           999 B/s`,
  200: `
film.mp4                                    ██████████████████████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░   50 %  12.5 MB/s     0:04 left
Ferien 👨‍👩‍👧 漢字の長い名前のファイル.png  ███████████████████████████████████████████████████████████░   99 %  12.5 MB/s     0:04 left
waits.bin                                   ████████████████████████████████████████████████████████████  100 %  waiting for the response
busy.bin                                    ██████████████████████████████░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░   50 %  retry in 0:02 (503)
stdin                                       12.3 MB                                                              1000 kB/s
fresh.bin                                   ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░    0 %
evil�[2J�.bin                               ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░    0 %    999 B/s    100 h left
total 0/7                                   312 MB                                                                 999 B/s`,
};

for (const [columns, screen] of Object.entries(SCREENS)) {
  Deno.test(`screenLines draws all states in ${columns} columns`, () => {
    const size = { columns: Number(columns), rows: ROWS };
    const lines = screenLines(fullBoard(), 1000, size);

    assertEquals(`\n${lines.join("\n")}`, screen);
  });
}

Deno.test("screenLines never wraps, in any size", () => {
  for (let columns = 1; columns <= 220; columns++) {
    for (const rows of [1, 2, 3, 5, 24]) {
      const lines = screenLines(fullBoard(), 1000, { columns, rows });

      const widest = Math.max(...lines.map(textWidth));
      assert(widest < Math.max(columns, 2), `${widest} in ${columns}`);
      assert(lines.length <= Math.max(rows - 1, 1), `${lines.length} rows`);
    }
  }
});

Deno.test("screenLines says how many uploads do not fit", () => {
  const uploads = Array.from({ length: 9 }, (_, at) => planned(`f${at}`, 10));
  const board = boardOf(
    uploads,
    ...uploads.map((_, index) => began({ index, size: 10 })),
  );

  const lines = screenLines(board, 0, { columns: 40, rows: 6 });

  assertEquals(lines.map((line) => line.split(/ {2,}/)[0]), [
    "f0",
    "f1",
    "f2",
    "… and 6 more",
    "total 0/9",
  ]);
});

Deno.test("screenLines shows one upload without a total, and an empty file as full", () => {
  const board = boardOf(
    [planned("empty", 0)],
    progress({ sent: 0, size: 0 }),
  );

  assertEquals(screenLines(board, 0, { columns: 60, rows: 1 }), [
    `empty  ${"█".repeat(31)}  100 %  waiting`,
  ]);
});

Deno.test("screenLines is full only at the end", () => {
  const board = boardOf(
    [planned("a", 100e6)],
    progress({ sent: 100e6 - 1, size: 100e6 }),
  );

  assertEquals(screenLines(board, 0, { columns: 20, rows: 9 }), [
    `a ${"█".repeat(10)}░  99 %`,
  ]);
});
