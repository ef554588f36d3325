import type { Board } from "./board.ts";
import { plainLine } from "./plain_line.ts";
import { writeError } from "./stderr.ts";
import type { View } from "./view.ts";

/** Time in ms between two lines. */
const LINE_MS = 5000;

/** Prints what is asked, and no progress. */
export class QuietView implements View {
  changed(): void {}

  print(text: string): void {
    writeError(`${text}\n`);
  }

  aside(write: () => Promise<void>): Promise<void> {
    return write();
  }

  [Symbol.dispose](): void {}
}

/** Prints a line every five seconds, where there is no terminal to draw on. */
export class LinesView extends QuietView {
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(board: Board) {
    super();
    this.#timer = setInterval(() => {
      this.print(plainLine(board, performance.now()));
    }, LINE_MS);
  }

  override [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}
