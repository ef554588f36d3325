import type { Answer } from "../request/protocol.ts";
import { decodeText } from "./decode_text.ts";
import { toByteStream } from "@std/streams/unstable-to-byte-stream";
import { charsetOf, mediaTypeOf } from "../request/content_type.ts";
import type { Bytes } from "../streams/bytes.ts";
import { UploadError } from "../errors/upload_error.ts";

/** What the first buffer for an answer holds whose length is not known, in bytes. */
const FIRST_BYTES = 1024;
/** And for one whose length is known, at the most. */
const MOST_FIRST_BYTES = 64 * 1024;

/**
 * Reads the body of an answer, as text or as bytes.
 *
 * @param onBytes Called whenever bytes of it came.
 * @throws {UploadError} `response-too-large` if it has more than `most` bytes.
 */
export async function readAnswer(
  response: Response,
  most: number,
  onBytes: () => void,
): Promise<Answer> {
  if (response.body === null) return toAnswer(response, new Uint8Array());
  const stated = lengthOf(response);
  const reader = readerOf(response.body);
  // One buffer that grows: most answers are short, and a runtime allocates 64 KiB for each chunk of its own.
  let buffer = new ArrayBuffer(
    Math.min(stated ?? FIRST_BYTES, MOST_FIRST_BYTES),
  );
  let length = 0;
  while (length <= most && length !== stated) {
    if (length === buffer.byteLength) buffer = enlarged(buffer);
    const { done, value } = await reader.read(new Uint8Array(buffer, length));
    if (value !== undefined) buffer = value.buffer;
    if (done) return toAnswer(response, new Uint8Array(buffer, 0, length));
    onBytes();
    length += value.byteLength;
  }
  await reader.cancel();
  if (length > most) {
    throw new UploadError(
      "response-too-large",
      `the answer has more than ${most} bytes: raise 'params.maxResponseBytes' if that is expected`,
    );
  }
  return toAnswer(response, new Uint8Array(buffer, 0, length));
}

function toAnswer({ headers, status }: Response, bytes: Bytes): Answer {
  const contentType = headers.get("content-type") ?? "";
  const mediaType = mediaTypeOf(contentType);
  const charset = charsetOf(contentType);
  const isText = bytes.byteLength === 0 || status >= 400 ||
    charset !== undefined || TEXT_TYPE.test(mediaType);
  return isText
    ? { responseType: "text", response: decodeText(bytes, mediaType, charset) }
    : { responseType: "binary", response: bytes.slice() };
}

/**
 * Where the body ends (RFC 9112 §6.3), so that the end need not be asked for. Told by a response
 * that shows all the headers of the server, and so all that was done to the body (WHATWG fetch:
 * `basic`); browsers hide a Content-Encoding in others.
 */
function lengthOf({ headers, type }: Response): number | undefined {
  const length = headers.get("content-length") ?? "";
  return type === "basic" && /^\d+$/.test(length) &&
      !headers.has("content-encoding")
    ? Number(length)
    : undefined;
}

/** Tried first, for `toByteStream` asks by taking a reader and giving it back, which costs more than a short answer. */
function readerOf(body: ReadableStream<Bytes>): ReadableStreamBYOBReader {
  try {
    return body.getReader({ mode: "byob" });
  } catch {
    return toByteStream(body).getReader({ mode: "byob" });
  }
}

function enlarged(buffer: ArrayBuffer): ArrayBuffer {
  const larger = new Uint8Array(buffer.byteLength * 2);
  larger.set(new Uint8Array(buffer));
  return larger.buffer;
}

const TEXT_TYPE =
  /^text\/|[/+](?:json|xml)$|\/(?:x-)?(?:javascript|ecmascript)$|^application\/x-www-form-urlencoded$/;
