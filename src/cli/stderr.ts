import type { ScreenSize } from "./screen_lines.ts";

const ENCODER = new TextEncoder();
/** The size of a terminal that does not say. */
const DEFAULT_SIZE: ScreenSize = { columns: 80, rows: 24 };

/** Writes to standard error. If nobody reads it, uploads go on. */
export function writeError(text: string): void {
  const bytes = ENCODER.encode(text);
  try {
    for (let at = 0; at < bytes.byteLength;) {
      at += Deno.stderr.writeSync(bytes.subarray(at));
    }
  } catch {
    // It was closed, or its disk is full: there is no other place to say so.
  }
}

/** The size of the terminal, now. */
export function screenSize(): ScreenSize {
  try {
    const { columns, rows } = Deno.consoleSize();
    if (columns > 0 && rows > 0) return { columns, rows };
  } catch {
    // Standard error is no terminal.
  }
  return DEFAULT_SIZE;
}
