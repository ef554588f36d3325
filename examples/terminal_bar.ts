/**
 * A progress bar for terminals of any width. Copy this file along with
 * `progress_bar.ts`.
 *
 * @module
 */

/** What a bar shows. */
export interface Figures {
  /** Bytes sent. */
  readonly bytesTransferred: number;
  /** Bytes in total. */
  readonly bytesEstimated: number;
  /** The rate; negative if unknown. */
  readonly bytesPerSecond: number;
  /** The time left in seconds; negative if unknown. */
  readonly secondsRemaining: number;
}

const MAX_COLUMNS = 80;
const MIN_CELLS = 10;

/**
 * Shows progress on standard output: a bar on a terminal, otherwise a line for
 * every 10 %.
 */
export class TerminalBar implements Disposable {
  readonly #isTerminal = Deno.stdout.isTerminal();
  #tenths = -1;
  #isOpen = false;

  /** Shows the newest figures. */
  show(figures: Figures): void {
    if (this.#isTerminal) {
      // The width is new each time: the window may have been resized.
      const line = barLine(figures, Deno.consoleSize().columns || MAX_COLUMNS);
      Deno.stdout.writeSync(new TextEncoder().encode(`\r${line}`));
      this.#isOpen = true;
      return;
    }
    const tenths = Math.floor(10 * doneOf(figures));
    if (tenths !== this.#tenths) console.log(textsOf(figures).join("  "));
    this.#tenths = tenths;
  }

  /** Ends the line of the bar. What is printed next is below it. */
  [Symbol.dispose](): void {
    if (this.#isOpen) console.log();
    this.#isOpen = false;
  }
}

/**
 * A bar with percentage, rate and time left, such as
 * `██████░░░░░░  50 %   12.5 MB/s   0:08 left`. It leaves the last column of
 * the terminal free, because some wrap there. If the terminal is narrow, it
 * leaves out the time left, then the rate.
 *
 * @param columns The width of the terminal, at least 20.
 */
export function barLine(figures: Figures, columns: number): string {
  const width = Math.min(columns, MAX_COLUMNS) - 1;
  const texts = ["", ...textsOf(figures)];
  const cellsLeft = () => width - texts.join("  ").length;
  while (texts.length > 2 && cellsLeft() < MIN_CELLS) texts.pop();
  const cells = Math.max(cellsLeft(), 0);
  const full = Math.floor(cells * doneOf(figures));
  return "█".repeat(full) + "░".repeat(cells - full) + texts.join("  ");
}

/** Percentage, rate and time left, each as wide whatever its value. */
function textsOf(figures: Figures): string[] {
  const { bytesPerSecond, secondsRemaining } = figures;
  // Rounded down, so that 100 % is the end.
  const percent = Math.floor(100 * doneOf(figures));
  const texts = [`${percent}`.padStart(3) + " %"];
  if (bytesPerSecond >= 0) texts.push(rateText(bytesPerSecond));
  if (secondsRemaining >= 0) texts.push(timeText(secondsRemaining));
  return texts;
}

function doneOf({ bytesTransferred, bytesEstimated }: Figures): number {
  return bytesEstimated > 0 ? bytesTransferred / bytesEstimated : 1;
}

/** A rate such as ` 12.5 MB/s`. */
function rateText(bytesPerSecond: number): string {
  const megabytes = bytesPerSecond / 1e6;
  return `${megabytes.toFixed(1)}`.padStart(6) + " MB/s";
}

/** A time such as `  1:05 left`, in minutes and seconds. */
function timeText(secondsRemaining: number): string {
  const left = Math.ceil(secondsRemaining);
  const seconds = `${left % 60}`.padStart(2, "0");
  return `${Math.floor(left / 60)}`.padStart(3) + `:${seconds} left`;
}
