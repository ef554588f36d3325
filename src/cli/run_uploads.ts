import type { UploadAllEvent, UploadTotals } from "../events/all_events.ts";
import type { UploadAll } from "../all_handle.ts";
import { uploadAll } from "../upload_all.ts";
import { Board } from "./board.ts";
import { cleanText } from "./clean_text.ts";
import { EXIT, exitCodeOf } from "./exit_code.ts";
import { jsonLine } from "./json_line.ts";
import { openView, type ViewKind } from "./open_view.ts";
import { type Output, writeLine } from "./output.ts";
import type { PlannedUpload } from "./plan.ts";
import type { Settings } from "./settings.ts";
import { screenSize, writeError } from "./stderr.ts";
import { StopSignals } from "./stop_signals.ts";
import { summaryLine } from "./summary.ts";
import type { View } from "./view.ts";

/** How uploads are run and shown. */
interface RunOptions {
  readonly settings: Settings;
  readonly output: Output;
  readonly viewKind: ViewKind;
}

/**
 * Runs all uploads to their end, or until a signal stops them.
 *
 * @throws {Deno.errors.BrokenPipe} If nobody reads standard output any more. All
 * uploads are then cancelled.
 */
export async function runUploads(
  planned: readonly PlannedUpload[],
  { settings, output, viewKind }: RunOptions,
): Promise<number> {
  const startedAt = performance.now();
  const board = new Board(planned);
  const uploads = planned.map(({ options }) => options);
  const view = await openView(viewKind, board);
  // The module warns there, and bars would be drawn over it.
  console.warn = (text) => {
    const said = cleanText(`${text}`.replace(/^upload: /, ""));
    view.print(`upload: warning: ${said}`);
  };
  const running = uploadAll(uploads, { parallel: settings.jobs });
  using signals = new StopSignals(
    () => running.cancel("interrupted"),
    (code) => {
      view[Symbol.dispose]();
      Deno.exit(code);
    },
  );
  const code = await showEvents(running, board, { view, output, settings });
  const totals = await running;
  const line = lastLine(signals.code, startedAt, { board, totals, settings });
  if (line !== undefined) writeError(`${line}\n`);
  return signals.code ?? code;
}

/** Where what happens is shown. */
interface Shown {
  readonly view: View;
  readonly output: Output;
  readonly settings: Settings;
}

/** Shows the events of all uploads, and returns the exit code. */
async function showEvents(
  running: UploadAll,
  board: Board,
  { view: opened, output, settings }: Shown,
): Promise<number> {
  using view = opened;
  let code: number = EXIT.ok;
  for await (const event of running) {
    board.apply(event, performance.now());
    view.changed();
    if (settings.json) {
      await writeLine(jsonLine(event, board.nameOf(event.index)));
    }
    // What is wrong with the command line is wrong with each upload.
    if (event.phase !== "ended" || code === EXIT.usage) continue;
    code = worse(code, exitCodeOf(event));
    await showOutcome(event, board, { view, output, settings });
    const isOver = settings.failEarly && code !== EXIT.ok;
    if (code === EXIT.usage || isOver) {
      running.cancel("another upload has failed");
    }
  }
  return code;
}

/** Prints the outcome of an upload. */
async function showOutcome(
  event: UploadAllEvent & { readonly phase: "ended" },
  board: Board,
  { view, output, settings }: Shown,
): Promise<void> {
  if (event.error?.code === "cancelled") return;
  if (event.isError || !event.ok) {
    const name = board.nameOf(event.index);
    const { failureText } = await import("./failure_text.ts");
    view.print(`upload: ${failureText(event, name, screenSize())}`);
    return;
  }
  // With both, the file has the responses, and standard output the events.
  if (settings.json && !output.isFile) return;
  const write = () => output.response(event);
  await (output.shows(event) ? view.aside(write) : write());
}

/** What is said at the end; undefined for nothing. */
function lastLine(
  signal: number | undefined,
  startedAt: number,
  { board, totals, settings }: {
    board: Board;
    totals: UploadTotals;
    settings: Settings;
  },
): string | undefined {
  if (signal !== undefined) {
    return `upload: interrupted; ${howToResume(settings)}`;
  }
  if (settings.quiet || settings.json || board.done === 0) return undefined;
  const elapsed = performance.now() - startedAt;
  return summaryLine(board, elapsed, totals.bytesPerSecond);
}

function howToResume({ resume, s3, files }: Settings): string {
  if (resume === undefined && !s3) {
    return "only with --resume does a server keep a part of a file";
  }
  return files.includes("-")
    ? "standard input has to be sent again from its start"
    : "run the same command again to continue";
}

/** The code of two that says more: a wrong command line, or else the higher. */
function worse(one: number, other: number): number {
  return [one, other].includes(EXIT.usage) ? EXIT.usage : Math.max(one, other);
}
