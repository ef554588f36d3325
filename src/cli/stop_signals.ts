import { EXIT } from "./exit_code.ts";

const CODES = {
  SIGINT: EXIT.interrupted,
  SIGTERM: EXIT.terminated,
  SIGHUP: EXIT.hangup,
} as const;
type StopSignal = keyof typeof CODES;

/**
 * Time in ms in which a signal is the same as the one before: Ctrl-C reaches all
 * programs of a terminal, and `deno task` and `npx` also pass theirs on.
 */
const SAME_MS = 200;

/**
 * Watches for signals that stop the program. The first one only reports its exit
 * code, so that uploads end cleanly; the second one is to end the program at once.
 * SIGHUP stops it only if standard error is the terminal that was closed.
 */
export class StopSignals implements Disposable {
  readonly #listeners = new Map<StopSignal, () => void>();
  readonly #onFirst: () => void;
  readonly #onSecond: (code: number) => void;
  #code: number | undefined;
  #firstAt = 0;

  /**
   * @param onFirst Called with the first signal.
   * @param onSecond Called with the second one, and the exit code of the first.
   */
  constructor(onFirst: () => void, onSecond: (code: number) => void) {
    this.#onFirst = onFirst;
    this.#onSecond = onSecond;
    this.#listen("SIGINT");
    if (Deno.build.os === "windows") return;
    this.#listen("SIGTERM");
    this.#listen("SIGHUP");
  }

  /** The exit code of the signal that came; undefined if none did. */
  get code(): number | undefined {
    return this.#code;
  }

  [Symbol.dispose](): void {
    for (const [name, listener] of this.#listeners) {
      Deno.removeSignalListener(name, listener);
    }
  }

  #listen(name: StopSignal): void {
    const listener = () => this.#take(name);
    this.#listeners.set(name, listener);
    Deno.addSignalListener(name, listener);
  }

  #take(name: StopSignal): void {
    // Deno overrides that `nohup` ignores SIGHUP. It redirects standard error.
    if (name === "SIGHUP" && !Deno.stderr.isTerminal()) return;
    const now = performance.now();
    if (this.#code === undefined) {
      this.#code = CODES[name];
      this.#firstAt = now;
      this.#onFirst();
    } else if (now - this.#firstAt >= SAME_MS) this.#onSecond(this.#code);
  }
}
