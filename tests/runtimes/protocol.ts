import type { Abilities } from "./runtimes.ts";

/** What the server saw of a request. */
export interface Seen {
  readonly method: string;
  /** Its Content-Length, if it had one; the others likewise. */
  readonly contentLength: string | undefined;
  readonly transferEncoding: string | undefined;
  readonly contentType: string | undefined;
  readonly authorization: string | undefined;
  readonly cookie: string | undefined;
  /** The first 500 bytes of the body, a character each. */
  readonly start: string;
  /** How many bytes of the body came. */
  readonly bytes: number;
  /** Whether they are all, as the framing has it. */
  readonly whole: boolean;
  /** The SHA-256 of what came, in hexadecimal digits. */
  readonly sha256: string;
}

/** What a server for resumable uploads has of the last one. */
export interface Stored {
  readonly isComplete: boolean;
  /** The SHA-256 of its bytes, in hexadecimal digits. */
  readonly sha256: string;
  /** The methods of the requests that it got, after that which created it. */
  readonly requests: readonly string[];
  /** The bytes that came again after they were acknowledged, in all uploads. */
  readonly repeatedBytes: number;
  /** What clients did against the protocol, in all uploads. */
  readonly violations: readonly string[];
}

/** What an S3 server has of an object. */
export interface StoredObject {
  /** The SHA-256 of its bytes, in hexadecimal digits. */
  readonly sha256: string;
  /** The numbers of the parts that it got, as often as it got them. */
  readonly parts: readonly number[];
  /** What it was asked for, in the order of the first requests. */
  readonly operations: readonly string[];
  /** How many uploads of the object are left. */
  readonly unfinished: number;
  /** What clients did against the rules of S3, in all uploads. */
  readonly violations: readonly string[];
}

/** How a case ended in a runtime. */
export interface Outcome {
  readonly name: string;
  /** What went wrong. */
  readonly failure?: string;
  /** What the user gets instead of what the runtime cannot do, in a word. */
  readonly instead?: string;
}

/** What came of the suite in a runtime; why it did not run at all. */
export type Result = readonly Outcome[] | Error;

/** The arguments of the cases. */
export interface SuiteOptions {
  /** Where the server listens, with a slash at its end. */
  readonly url: string;
  readonly abilities: Abilities;
  /** The path of a file of {@linkcode FILE_SIZE} bytes, made by `bytesOf()`. */
  readonly file: string;
}

/** The size of the file, in bytes. */
export const FILE_SIZE = 3_000_000;

/** The size of a part of an object on S3, in bytes. */
export const PART_SIZE = 1_000_000;

/** Bytes that look random, the same for the same size. */
export function bytesOf(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let state = size + 1;
  for (let at = 0; at < size; at++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[at] = state >>> 16;
  }
  return bytes;
}

/** The SHA-256 of bytes, in hexadecimal digits. */
export async function sha256Of(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(
    new Uint8Array(digest),
    (byte) => byte.toString(16).padStart(2, "0"),
  ).join("");
}
