import { property } from "../errors/attempt.ts";
import { kindOf } from "../errors/kind_of.ts";
import { isBlob, sizeOfBlob } from "../source/blob.ts";
import { isFormData } from "../source/form_data.ts";
import { isMessage } from "../source/message.ts";
import type { SingleSource } from "../source/source.ts";
import type { PlainSource } from "../source/upload_source.ts";
import { isBytes, isDetached } from "../streams/bytes.ts";
import { isNodeReadable } from "../streams/node_readable.ts";
import { toOwnUrl } from "../streams/platform_object.ts";
import { isReadableStream } from "../streams/readable_stream.ts";
import { checkFilename, checkFileUrl } from "./filename_validation.ts";
import { bodyOf } from "./message_validation.ts";
import { checkSourceFunction } from "./source_function_validation.ts";
import { checkNodeReadable, checkStream } from "./stream_validation.ts";
import { checkInteger, refuse } from "./validation.ts";

/** A checked source, with its own size and type. */
export interface CheckedSource<Source = SingleSource> {
  readonly source: Source;
  /** In bytes; undefined if unknown before the source is opened. */
  readonly size: number | undefined;
  /** Its Content-Type, if it has one. */
  readonly type: string | undefined;
}

/**
 * Checks a source without opening it.
 *
 * @param argument The name of the source in messages.
 * @param size The stated size, not yet checked.
 */
export function checkSource(
  argument: string,
  source: unknown,
  size: unknown,
): CheckedSource {
  if (typeof source !== "function") {
    return checkByteSource(argument, source, size);
  }
  const check = (returned: unknown) =>
    checkByteSource(`${argument}()`, returned, undefined);
  return {
    source: checkSourceFunction(argument, source, check),
    size: checkSize(argument, undefined, size),
    type: undefined,
  };
}

/** Checks a source that is neither a function nor a form. */
function checkByteSource(
  argument: string,
  given: unknown,
  size: unknown,
): CheckedSource<PlainSource> {
  const { body, length, type } = isMessage(given)
    ? bodyOf(argument, given)
    : { body: given };
  const source = checkPlainSource(argument, body);
  return {
    source,
    size: checkSize(argument, length ?? lengthOf(source), size),
    type: isBlob(source) ? source.type : type,
  };
}

function checkPlainSource(argument: string, source: unknown): PlainSource {
  if (typeof source === "string") return checkFilename(source, argument);
  if (isBytes(source)) return checkAttached(argument, source);
  if (isBlob(source)) return source;
  if (isReadableStream(source)) return checkStream(argument, source);
  const url = toOwnUrl(source);
  if (url !== undefined) return checkFileUrl(url, argument);
  if (isNodeReadable(source)) return checkNodeReadable(argument, source);
  // The `readable` of a Node stream is a boolean.
  const readable = property(source, "readable");
  if (isReadableStream(readable)) return checkStream(argument, readable);
  if (isAsyncIterable(source)) return source;
  if (isFormData(source)) {
    refuse(`'${argument}' must not be FormData: only 'source' itself may be`);
  }
  const kind = kindOf(source);
  return refuse(
    `'${argument}' must be a filename, a file: URL, a Blob, an ArrayBuffer, a typed array, ` +
      `a ReadableStream, an async iterable, ${othersFor(argument)} ` +
      `(got ${kind})${kind === "Promise" ? ": await it first" : ""}`,
  );
}

/** The kinds of source that not every argument may be, and the last ones. */
function othersFor(argument: string): string {
  if (argument.endsWith("()")) return "a Request or a Response";
  return argument === "source"
    ? "a Request, a Response, FormData or a function"
    : "a Request, a Response or a function";
}

function checkSize(
  argument: string,
  length: number | undefined,
  given: unknown,
): number | undefined {
  const name = argument.replace(/source$/, "size");
  const size = checkInteger(name, given, length);
  if (length === undefined || size === length) return size;
  return refuse(`'${name}' must be the size of '${argument}' (${length})`);
}

/** The length of bytes in memory or of a Blob, if known. */
function lengthOf(source: PlainSource): number | undefined {
  if (isBytes(source)) return source.byteLength;
  const size = isBlob(source) ? sizeOfBlob(source) : -1;
  return size < 0 ? undefined : size;
}

function checkAttached<Source extends ArrayBuffer | ArrayBufferView>(
  argument: string,
  source: Source,
): Source {
  if (!isDetached(source)) return source;
  return refuse(
    `'${argument}' must not be detached (its buffer was transferred)`,
  );
}

function isAsyncIterable(
  value: unknown,
): value is AsyncIterable<ArrayBuffer | ArrayBufferView> {
  return typeof value === "object" && value !== null &&
    Symbol.asyncIterator in value;
}
