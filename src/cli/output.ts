import { attempt } from "../errors/attempt.ts";
import { UploadError } from "../errors/upload_error.ts";
import { exactOf } from "../events/exact_response.ts";
import type { UploadAnsweredEvent } from "../events/ended_event.ts";
import { cleanText } from "./clean_text.ts";
import { systemReason } from "./system_reason.ts";

const ENCODER = new TextEncoder();

/** Where responses are written: a file, or standard output. */
export class Output implements Disposable {
  /** The file; undefined for standard output. */
  readonly #file: Deno.FsFile | undefined;
  readonly #path: string | undefined;
  readonly #isTerminal: boolean;
  #isEmptied = false;

  private constructor(file?: Deno.FsFile, path?: string) {
    this.#file = file;
    this.#path = path;
    this.#isTerminal = file === undefined && Deno.stdout.isTerminal();
  }

  /**
   * Opens the output before anything is sent, so that it does not fail after
   * that. A file is emptied only by the first response.
   *
   * @param path The file; undefined and `-` for standard output.
   * @throws {UploadError} `permission` or `source` if it cannot be opened.
   */
  static async open(path: string | undefined): Promise<Output> {
    if (path === undefined || path === "-") return new Output();
    try {
      const options = { write: true, create: true };
      return new Output(await Deno.open(path, options), path);
    } catch (thrown) {
      throw toWriteError(thrown, path);
    }
  }

  /** Whether it is a file, and not standard output. */
  get isFile(): boolean {
    return this.#file !== undefined;
  }

  /** Whether the terminal shows a response. */
  shows({ response }: Pick<UploadAnsweredEvent, "response">): boolean {
    return this.#isTerminal && response.length > 0;
  }

  /** Writes a response as it is, except to a terminal. */
  async response(event: UploadAnsweredEvent): Promise<void> {
    const bytes = this.#isTerminal ? shown(event) : responseBytes(event);
    if (!this.#isEmptied) await this.#file?.truncate(0).catch(() => {});
    this.#isEmptied = true;
    await writeAll(bytes, this.#file, this.#path);
  }

  [Symbol.dispose](): void {
    this.#file?.close();
  }
}

/** Writes a line to standard output. */
export async function writeLine(text: string): Promise<void> {
  await writeAll(ENCODER.encode(`${text}\n`));
}

/** Writes to a file, or to standard output. */
async function writeAll(
  bytes: Uint8Array,
  file: Pick<Deno.FsFile, "write"> = Deno.stdout,
  path?: string,
): Promise<void> {
  try {
    for (let at = 0; at < bytes.byteLength;) {
      at += await file.write(bytes.subarray(at));
    }
  } catch (thrown) {
    throw toWriteError(thrown, path);
  }
}

/**
 * The error for an output that cannot be written; one of a closed pipe stays as
 * it is.
 *
 * @param path The file; undefined for standard output.
 */
function toWriteError(thrown: unknown, path: string | undefined): unknown {
  if (thrown instanceof Deno.errors.BrokenPipe) return thrown;
  const target = path === undefined ? "standard output" : JSON.stringify(path);
  const isDenied = thrown instanceof Deno.errors.NotCapable;
  const hint = isDenied ? `run the program with --allow-write=${path}` : "";
  const message = `Cannot write to ${target}: ${systemReason(thrown)}`;
  return new UploadError("source", message, { hint });
}

/** A response for a terminal, which a server must not control. */
function shown({ response }: UploadAnsweredEvent): Uint8Array {
  const text = typeof response === "string" ? response : textIn(response);
  if (text === undefined) {
    const size = response.length;
    return ENCODER.encode(
      `(a binary response of ${size} bytes, not shown: use -o FILE)\n`,
    );
  }
  const clean = cleanText(text);
  return ENCODER.encode(
    clean === "" || clean.endsWith("\n") ? clean : `${clean}\n`,
  );
}

/** The text that bytes are, if it is UTF-8: many servers send no Content-Type. */
function textIn(bytes: Uint8Array<ArrayBuffer>): string | undefined {
  if (bytes.includes(0)) return undefined;
  const decoder = new TextDecoder("utf-8", { fatal: true });
  return attempt(() => decoder.decode(bytes), undefined);
}

function responseBytes(
  { response, responseHeaders }: UploadAnsweredEvent,
): Uint8Array {
  return typeof response === "string"
    ? exactOf(responseHeaders) ?? ENCODER.encode(response)
    : response;
}
