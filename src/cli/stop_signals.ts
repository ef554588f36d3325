import { EXIT } from "./exit_code.ts";

const CODES = {
  SIGINT: EXIT.interrupted,
  SIGTERM: EXIT.terminated,
  SIGHUP: EXIT.hangup,
} as const;
type StopSignal = keyof typeof CODES;

/**
 * Watches for signals that stop the program. The first one only reports its exit
 * code, so that uploads end cleanly; the second one ends the program at once.
 * SIGHUP stops it only if standard error is the terminal that was closed.
 */
export class StopSignals implements Disposable {
  readonly #listeners = new Map<StopSignal, () => void>();
  #code: number | undefined;

  /**
   * @param onFirst Called with the first signal.
   * @param onSecond Called with the second one, before the program ends.
   */
  constructor(onFirst: () => void, onSecond: () => void) {
    const names: readonly StopSignal[] = Deno.build.os === "windows"
      ? ["SIGINT"]
      : ["SIGINT", "SIGTERM", "SIGHUP"];
    // Deno overrides that `nohup` ignores SIGHUP. It redirects standard error.
    const isNohup = !Deno.stderr.isTerminal();
    for (const name of names) {
      const listener = () => {
        if (name === "SIGHUP" && isNohup) return;
        if (this.#code === undefined) {
          this.#code = CODES[name];
          return onFirst();
        }
        onSecond();
        Deno.exit(this.#code);
      };
      this.#listeners.set(name, listener);
      Deno.addSignalListener(name, listener);
    }
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
}
