import type { Board } from "./board.ts";
import { nextFrame, noFrame } from "./frame.ts";
import { screenLines } from "./screen_lines.ts";
import { screenSize, writeError } from "./stderr.ts";
import type { View } from "./view.ts";

/** Time in ms after which times are drawn again though nothing happens. */
const REDRAW_MS = 500;
/** Minimum time in ms between two frames. */
const FRAME_MS = 80;

/** Shows bars on a terminal, which the newest ones replace. */
export class BarsView implements View {
  readonly #board: Board;
  readonly #isColored: boolean;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #onResize = () => this.#draw();
  #shown: readonly string[] = [];
  #drawnAt = -Infinity;
  #isHidden = false;

  constructor(board: Board, isColored: boolean) {
    this.#board = board;
    this.#isColored = isColored;
    this.#timer = setInterval(() => this.#draw(), REDRAW_MS);
    // Windows has no such signal before it is resized the next time.
    if (Deno.build.os !== "windows") {
      Deno.addSignalListener("SIGWINCH", this.#onResize);
    }
  }

  changed(): void {
    if (performance.now() - this.#drawnAt >= FRAME_MS) this.#draw();
  }

  print(text: string): void {
    this.#clear();
    writeError(`${text}\n`);
    this.#draw();
  }

  async aside(write: () => Promise<void>): Promise<void> {
    this.#clear();
    this.#isHidden = true;
    await write().finally(() => this.#isHidden = false);
    this.#draw();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    if (Deno.build.os !== "windows") {
      Deno.removeSignalListener("SIGWINCH", this.#onResize);
    }
    this.#clear();
    this.#isHidden = true;
  }

  #draw(): void {
    if (this.#isHidden) return;
    const size = screenSize();
    this.#drawnAt = performance.now();
    const lines = screenLines(this.#board, this.#drawnAt, size);
    if (lines.length === 0) return this.#clear();
    const { columns } = size;
    writeError(nextFrame(this.#shown, lines, columns, this.#isColored));
    this.#shown = lines;
  }

  #clear(): void {
    writeError(noFrame(this.#shown, screenSize().columns));
    this.#shown = [];
  }
}
