import type { SourceFunction } from "../source/upload_source.ts";

/** What bars, a form and tus call standard input. */
export const STDIN_NAME = "stdin";

/** A file, or standard input, before it is sent. */
export interface FoundFile {
  /** The name as it was given. */
  readonly name: string;
  /** The name without directories; that of standard input is `stdin`. */
  readonly base: string;
  /** Where the file is, a stream, or what opens the bytes. */
  readonly source: string | URL | ReadableStream<Uint8Array> | SourceFunction;
  /** The length in bytes; -1 if unknown. */
  readonly size: number;
  /** Whether it is standard input, which has no name. */
  readonly isStdin: boolean;
}
