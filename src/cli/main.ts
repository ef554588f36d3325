import { describe, isUploadError } from "../errors/upload_error.ts";
import { cleanText } from "./clean_text.ts";
import { parseCommand } from "./command.ts";
import { EXIT } from "./exit_code.ts";
import { findFiles } from "./find_files.ts";
import { helpText } from "./help.ts";
import { openProtocol } from "./protocols.ts";
import { viewKind } from "./open_view.ts";
import { Output, writeLine } from "./output.ts";
import { planUploads } from "./plan.ts";
import { readHeaders } from "./request_headers.ts";
import { runUploads } from "./run_uploads.ts";
import type { Settings } from "./settings.ts";
import { writeError } from "./stderr.ts";
import { UsageError } from "./usage_error.ts";
import { versionText } from "./version.ts";

/** Time in ms between two `progress` events. */
const INTERVALS = { bars: 100, lines: 1000, json: 500 };

/** Runs the program, and returns its exit code. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const command = parseCommand(args);
    switch (command.kind) {
      case "help":
        return await print(helpText());
      case "version":
        return await print(versionText());
      case "upload":
        return await start(command.settings);
    }
  } catch (thrown) {
    return showError(thrown);
  }
}

async function print(text: string): Promise<number> {
  await writeLine(text);
  return EXIT.ok;
}

async function start(settings: Settings): Promise<number> {
  const read = await readHeaders(settings);
  if (read === undefined) return EXIT.interrupted;
  const { headers, exposed } = read;
  if (exposed.length > 0 && !settings.quiet) {
    writeError(
      `upload: warning: ${exposed.join(", ")} can be seen in the list of ` +
        "processes; use -H @FILE, -u or --bearer-env\n",
    );
  }
  const kind = viewKind(settings);
  const files = await findFiles(settings.files);
  const protocolFor = await openProtocol(settings);
  const interval = settings.json
    ? INTERVALS.json
    : kind === "quiet"
    ? undefined
    : INTERVALS[kind];
  const planned = planUploads(settings, files, {
    headers,
    protocolFor,
    progressInterval: interval,
  });
  using output = await Output.open(settings.output);
  return await runUploads(planned, { settings, output, viewKind: kind });
}

/** Prints why the program cannot start. */
function showError(thrown: unknown): number {
  if (thrown instanceof UsageError) {
    const { message, hint } = thrown;
    const said = [message, hint].filter(Boolean).join("; ");
    writeError(`upload: ${cleanText(said)}\nTry 'upload --help'.\n`);
    return EXIT.usage;
  }
  if (thrown instanceof Deno.errors.BrokenPipe) return EXIT.brokenPipe;
  if (!isUploadError(thrown)) throw thrown;
  writeError(`upload: ${cleanText(describe(thrown))}\n`);
  return EXIT.source;
}
