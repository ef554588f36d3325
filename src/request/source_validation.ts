import { kindOf } from "../errors/kind_of.ts";
import { isBlob, sizeOfBlob } from "../source/blob.ts";
import type { UploadSource } from "../source/upload_source.ts";
import { isBytes, isDetached } from "../streams/bytes.ts";
import {
  isNodeReadable,
  isReadByListener,
  type NodeReadable,
} from "../streams/node_readable.ts";
import { toOwnUrl } from "../streams/platform_object.ts";
import { isDisturbed, isReadableStream } from "../streams/readable_stream.ts";
import { checkFilename, checkFileUrl } from "./filename_validation.ts";
import { refuse } from "./validation.ts";

/** Checks the source of an upload without opening it. */
export function checkSource(source: unknown, size: unknown): UploadSource {
  if (typeof source === "string") return checkFilename(source);
  if (isBytes(source)) {
    return checkLength(checkAttached(source), source.byteLength, size);
  }
  if (isBlob(source)) return checkLength(source, sizeOfBlob(source), size);
  if (isReadableStream(source)) return checkStream(source);
  const url = toOwnUrl(source);
  if (url !== undefined) return checkFileUrl(url);
  if (isNodeReadable(source)) return checkNodeReadable(source);
  if (isAsyncIterable(source)) return source;
  return refuse(
    "'source' must be a filename, a file: URL, a Blob, an ArrayBuffer, a typed array, " +
      `a ReadableStream or an async iterable (got ${kindOf(source)})`,
  );
}

function checkLength<Source>(
  source: Source,
  length: number,
  size: unknown,
): Source {
  if (length < 0 || size === undefined || size === length) return source;
  return refuse(`'size' must be the size of 'source' (${length})`);
}

function checkAttached<Source extends ArrayBuffer | ArrayBufferView>(
  source: Source,
): Source {
  if (!isDetached(source)) return source;
  return refuse(
    "'source' must not be detached (its buffer was transferred)",
  );
}

function checkStream(stream: ReadableStream): ReadableStream {
  if (stream.locked) refuseShared("is locked");
  if (isDisturbed(stream)) refuseUsed();
  return stream;
}

/**
 * Checks a Node stream. One that has failed is taken: its error is what the
 * upload ends with.
 */
function checkNodeReadable(stream: NodeReadable): NodeReadable {
  const { destroyed, errored, readable, readableEncoding } = stream;
  const isClosed = (destroyed || !readable) && (errored ?? null) === null;
  if (stream.readableDidRead || isClosed) refuseUsed();
  if (stream.readableFlowing) refuseShared("is flowing");
  if (isReadByListener(stream)) refuseShared("has a listener for 'readable'");
  if (typeof readableEncoding === "string") {
    refuse(
      `'source' must be a stream of bytes (it decodes them as ${readableEncoding}): do not set an encoding`,
    );
  }
  return stream;
}

function refuseShared(state: string): never {
  refuse(`'source' must be a stream that nothing else reads (it ${state})`);
}

function refuseUsed(): never {
  refuse(
    "'source' must be a stream that was not used before (it was read, closed or destroyed): open a new one",
  );
}

function isAsyncIterable(
  value: unknown,
): value is AsyncIterable<ArrayBuffer | ArrayBufferView> {
  return typeof value === "object" && value !== null &&
    Symbol.asyncIterator in value;
}
