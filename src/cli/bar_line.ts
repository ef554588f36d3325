import type { Status } from "./status_text.ts";
import { cutEnd, cutMiddle, padTo, textWidth } from "./text_width.ts";

/** What a line shows. */
export interface BarFigures {
  readonly name: string;
  /** What is shown instead if there is no room for the name. */
  readonly shortName?: string;
  /** What is done, 0 to 1; undefined if the size is unknown. */
  readonly done: number | undefined;
  /** What is shown instead of a bar if the size is unknown. */
  readonly sizeText: string;
  readonly status: Status;
}

/** The columns of the parts of a line; 0 leaves a part out. */
export interface LineLayout {
  readonly name: number;
  readonly bar: number;
  readonly status: number;
}

/** The columns of `100 %`. */
const PERCENT = 5;
const GAP = 2;
const MAX_NAME = 60;
const MAX_BAR = 60;
/** The columns of a rate alone, and of a rate with the time left. */
const STATUS = [{ from: 64, columns: 24 }, { from: 44, columns: 12 }];

/**
 * Divides a line, so that all lines of a screen have their parts in the same
 * columns. The last column stays free, because some terminals wrap there.
 *
 * @param columns The width of the terminal, 20 or more.
 */
export function layOut(
  names: readonly string[],
  columns: number,
): LineLayout {
  const width = columns - 1;
  const status = STATUS.find(({ from }) => width >= from)?.columns ?? 0;
  const gap = gapOf(columns);
  const rest = width - PERCENT - 2 * gap - (status > 0 ? status + gap : 0);
  const widest = Math.max(...names.map(textWidth), 1);
  const name = Math.min(widest, Math.floor(rest / 2), MAX_NAME);
  return { name, bar: Math.min(rest - name, MAX_BAR), status };
}

/**
 * A line such as `film.mp4  █████░░░░░   50 %  12.5 MB/s     0:08 left`, no wider
 * than its layout.
 */
export function barLine(
  { name, shortName = name, done, sizeText, status }: BarFigures,
  layout: LineLayout,
  columns: number,
): string {
  const gap = " ".repeat(gapOf(columns));
  // Rounded down, so that 100 % is the end.
  const percent = done === undefined ? "" : `${Math.floor(done * 100)} %`;
  const fits = (text: string, limit: number) => textWidth(text) <= limit;
  const shown = fits(name, layout.name) ? name : shortName;
  const statusText = status.texts.find((text) => fits(text, layout.status)) ??
    "";
  // In a narrow terminal, that it waits is more important than its bar.
  const isInBar = status.isSpecial && statusText === "";
  const middle = isInBar
    ? status.texts.find((text) => fits(text, layout.bar)) ?? ""
    : barOf(done, sizeText, layout.bar);
  return [
    padTo(cutMiddle(shown, layout.name), layout.name),
    padTo(middle, layout.bar),
    percent.padStart(PERCENT),
    statusText,
  ].join(gap).trimEnd();
}

function barOf(
  done: number | undefined,
  sizeText: string,
  cells: number,
): string {
  if (done === undefined) return cutEnd(sizeText, cells);
  const full = Math.floor(cells * done);
  return "█".repeat(full) + "░".repeat(cells - full);
}

function gapOf(columns: number): number {
  return columns < 40 ? 1 : GAP;
}
