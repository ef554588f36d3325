import { type BarFigures, barLine, layOut } from "./bar_line.ts";
import type { Board, RunningFile } from "./board.ts";
import { cleanLine } from "./clean_text.ts";
import { countText, sizeText } from "./figures.ts";
import { rateStatus, statusOf } from "./status_text.ts";
import { cutEnd } from "./text_width.ts";

/** The size of a terminal. */
export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

/** Below this width the last resort is to cut lines. */
const MIN_COLUMNS = 20;

/**
 * The lines that a terminal shows: a bar for each upload that runs, and below
 * them that of all, if there are several. They never wrap, and at most fill the
 * terminal.
 *
 * @param now The current time in ms, on the clock of the board's events.
 */
export function screenLines(
  board: Board,
  now: number,
  { columns, rows }: ScreenSize,
): string[] {
  const width = Math.max(columns, MIN_COLUMNS);
  const total = board.files > 1 ? [totalFigures(board)] : [];
  // The line of the cursor stays free.
  const places = Math.max(rows - 1 - total.length, total.length === 0 ? 1 : 0);
  const running = board.running;
  const isFull = running.length > places;
  const shown = running.slice(0, isFull ? Math.max(places - 1, 0) : places);
  const figures = shown.map((file) => fileFigures(file, now));
  const names = [...figures, ...total].map(({ name }) => name);
  const layout = layOut(names, width);
  const toLine = (figures: BarFigures) =>
    cutEnd(barLine(figures, layout, width), columns - 1);
  const hidden = running.length - shown.length;
  const more = hidden > 0 && places > 0
    ? [cutEnd(`… and ${countText(hidden)} more`, columns - 1)]
    : [];
  return [...figures.map(toLine), ...more, ...total.map(toLine)];
}

function fileFigures(file: RunningFile, now: number): BarFigures {
  const { name, bytesTransferred, bytesEstimated } = file;
  return {
    name: cleanLine(name),
    done: doneOf(bytesTransferred, bytesEstimated),
    sizeText: sizeText(bytesTransferred),
    status: statusOf(file, now),
  };
}

function totalFigures(board: Board): BarFigures {
  const { bytesTransferred, bytesEstimated, ended, files } = board;
  const count = `${countText(ended)}/${countText(files)}`;
  return {
    name: `total ${count}`,
    shortName: count,
    done: doneOf(bytesTransferred, bytesEstimated),
    sizeText: sizeText(bytesTransferred),
    status: rateStatus(board),
  };
}

function doneOf(sent: number, all: number): number | undefined {
  if (all < 0) return undefined;
  return all === 0 ? 1 : Math.min(sent / all, 1);
}
