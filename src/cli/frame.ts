import { textWidth } from "./text_width.ts";

const GREEN = "\x1b[32m";
const RESET = "\x1b[39m";

/**
 * What to write so that new lines replace those that a terminal shows, of which
 * the cursor is at the end.
 *
 * @param before The lines that it shows.
 * @param columns Its width. If it was narrower before, lines have wrapped.
 */
export function nextFrame(
  before: readonly string[],
  lines: readonly string[],
  columns: number,
  isColored: boolean,
): string {
  const drawn = lines.map((line) =>
    `${isColored ? colored(line) : line}\x1b[K`
  );
  return `${toStart(before, columns)}${drawn.join("\n")}\x1b[J`;
}

/** What to write so that the lines that a terminal shows are gone. */
export function noFrame(before: readonly string[], columns: number): string {
  return before.length === 0 ? "" : `${toStart(before, columns)}\x1b[J`;
}

/** Moves the cursor to the start of the lines. */
function toStart(before: readonly string[], columns: number): string {
  const rows = before.reduce(
    (sum, line) => sum + Math.max(Math.ceil(textWidth(line) / columns), 1),
    0,
  );
  return rows > 1 ? `\x1b[${rows - 1}A\r` : "\r";
}

function colored(line: string): string {
  return line.replace(/█+/g, `${GREEN}$&${RESET}`);
}
