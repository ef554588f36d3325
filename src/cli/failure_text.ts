import type { UploadError } from "../errors/upload_error.ts";
import type { UploadEndedEvent } from "../events/ended_event.ts";
import { cleanLine, cleanText } from "./clean_text.ts";
import { hintWords } from "./hint_words.ts";
import type { ScreenSize } from "./screen_lines.ts";
import { cutEnd, textWidth } from "./text_width.ts";

/** Rows of a screen that are left for other lines. */
const OTHER_ROWS = 4;
const NOT_UTF8_HINT =
  "if its name is not UTF-8, pass - as FILE, and redirect standard input from it";
/** More than a character has, with marks or as an emoji. */
const CODES_PER_COLUMN = 8;
/** Statuses with a hint. */
const STATUS_HINTS: Readonly<Record<number, string>> = {
  401: "use -u NAME or --bearer-env VAR",
  404: "check the URL",
  405: "another method may help: -X POST or -X PUT",
  413: "the server has a limit: --resume tus may help, if it speaks tus",
};

/**
 * Why an upload failed. Of a response that refuses it, as much is shown as fits
 * the screen.
 */
export function failureText(
  event: UploadEndedEvent,
  name: string,
  size: ScreenSize,
): string {
  if (event.isError) return errorText(event.error, name);
  const { status, response } = event;
  const hint = STATUS_HINTS[status];
  const quoted = JSON.stringify(cleanLine(name));
  const head = `Cannot upload ${quoted}: the server responded with ${status}` +
    (hint === undefined ? "" : `; ${hint}`);
  const text = typeof response === "string" ? response : "";
  // The response to a refusal is always text, even if the server sends bytes.
  if (text.includes("\0")) return `${head}\n  (a binary response, not shown)`;
  return [head, ...excerptLines(text, size)].join("\n");
}

/** The message and the hint, in the words of the command line. */
function errorText(
  { code, message, hint }: UploadError,
  name: string,
): string {
  // What is wrong with the command line is not wrong with the file.
  if (code === "invalid-options") {
    return cleanText(message.replace("Cannot start the upload: ", ""));
  }
  const quoted = JSON.stringify(cleanLine(name));
  const start = "Cannot upload to ";
  const said = message.startsWith(start)
    ? `Cannot upload ${quoted} to ${message.slice(start.length)}`
    : `${cleanLine(name)}: ${message}`;
  // Deno replaces bytes of an argument that are not UTF-8.
  const isReplaced = code === "not-found" && name.includes("\ufffd");
  const help = isReplaced ? NOT_UTF8_HINT : hintWords(hint);
  return [said, help].filter(Boolean).map(cleanText).join("; ");
}

/** The start of a text as it fits a screen; lines that wrap count twice. */
function excerptLines(text: string, { columns, rows }: ScreenSize): string[] {
  // To measure megabytes would take minutes, and nothing could interrupt it.
  const start = text.slice(0, rows * columns * CODES_PER_COLUMN);
  const lines = cleanText(start).split("\n").map((line) => line.trimEnd())
    .filter((line) => line !== "");
  const shown: string[] = [];
  let left = Math.max(rows - OTHER_ROWS, 1);
  for (const line of lines) {
    const used = Math.max(Math.ceil((textWidth(line) + 2) / columns), 1);
    if (used > left) {
      const cut = cutEnd(line, left * columns - 2);
      shown.push(left > 0 && cut !== "" ? `  ${cut}` : "  …");
      break;
    }
    left -= used;
    shown.push(`  ${line}`);
  }
  return shown;
}
