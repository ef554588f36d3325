import { writeError } from "./stderr.ts";
import { UsageError } from "./usage_error.ts";

/** What a terminal is read and written by. */
type Terminal = Pick<typeof Deno.stdin, "readSync" | "setRaw">;

/** Characters that end the line: Enter, and Ctrl-D. */
const END_OF_LINE = ["\r", "\n", "\x04"];
/** Ctrl-C, which is no signal while the terminal is raw. */
const INTERRUPT = "\x03";
/** What Backspace sends. */
const BACKSPACE = ["\x7f", "\b"];
/** Ctrl-U. */
const ERASE_LINE = "\x15";

/**
 * Asks for a password on the terminal, without showing it. Standard input may be
 * what is uploaded, so the terminal itself is read then.
 *
 * @returns The password; undefined if Ctrl-C was pressed.
 * @throws {UsageError} If there is no terminal.
 */
export function askPassword(user: string): string | undefined {
  const text = `Password for ${JSON.stringify(user)}: `;
  if (Deno.stdin.isTerminal()) return readHidden(Deno.stdin, text);
  using terminal = openTerminal();
  return readHidden(terminal, text);
}

function openTerminal(): Deno.FsFile {
  const path = Deno.build.os === "windows" ? "CONIN$" : "/dev/tty";
  try {
    return Deno.openSync(path);
  } catch (thrown) {
    const isDenied = thrown instanceof Deno.errors.NotCapable;
    throw new UsageError(
      `Cannot ask for the password: ${
        isDenied ? "Permission denied" : "there is no terminal"
      }`,
      isDenied
        ? `run the program with --allow-read=${path}`
        : "use --password-env VAR",
    );
  }
}

function readHidden(terminal: Terminal, text: string): string | undefined {
  writeError(text);
  terminal.setRaw(true);
  try {
    return readLine(terminal);
  } finally {
    terminal.setRaw(false);
    writeError("\n");
  }
}

function readLine(terminal: Terminal): string | undefined {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(256);
  const typed: string[] = [];
  while (true) {
    const count = terminal.readSync(buffer);
    if (count === null) return typed.join("");
    const text = decoder.decode(buffer.subarray(0, count), { stream: true });
    for (const character of text) {
      if (END_OF_LINE.includes(character)) return typed.join("");
      if (character === INTERRUPT) return undefined;
      if (BACKSPACE.includes(character)) typed.pop();
      else if (character === ERASE_LINE) typed.length = 0;
      else typed.push(character);
    }
  }
}
