import { toByteStream } from "@std/streams/unstable-to-byte-stream";
import { charsetOf, isCharset, mediaTypeOf } from "./content_type.ts";
import type { Bytes } from "./bytes.ts";
import { UploadError } from "./errors.ts";

/** What the first buffer for an answer holds, in bytes. */
const FIRST_BYTES = 1024;

const UTF_8 = new TextDecoder();

/** The body of an answer. */
export type Answer =
  | { readonly responseType: "text"; readonly response: string }
  | { readonly responseType: "binary"; readonly response: Bytes };

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
  const bytes = await readBytes(response, most, onBytes);
  const contentType = response.headers.get("content-type") ?? "";
  const isText = bytes.byteLength === 0 || response.status >= 400 ||
    isTextType(contentType);
  return isText
    ? { responseType: "text", response: decode(bytes, contentType) }
    : { responseType: "binary", response: bytes.slice() };
}

/** Into one buffer that grows: most answers are short, and a runtime allocates 64 KiB for each chunk of its own. */
async function readBytes(
  response: Response,
  most: number,
  onBytes: () => void,
): Promise<Bytes> {
  if (response.body === null) return new Uint8Array();
  const stated = lengthOf(response);
  const reader = readerOf(response.body);
  let buffer = new Uint8Array(FIRST_BYTES);
  let length = 0;
  while (length <= most && length !== stated) {
    const { done, value } = await reader.read(buffer.subarray(length));
    if (value !== undefined) buffer = new Uint8Array(value.buffer);
    if (done) return buffer.subarray(0, length);
    onBytes();
    length += value.byteLength;
    if (length === buffer.byteLength) buffer = enlarged(buffer);
  }
  await reader.cancel();
  if (length <= most) return buffer.subarray(0, length);
  throw new UploadError(
    "response-too-large",
    `the answer has more than ${most} bytes: raise 'params.maxResponseBytes' if that is expected`,
  );
}

/**
 * Where the body ends (RFC 9112 §6.3), so that the end need not be asked for. Told by a response
 * that shows all the headers of the server, and so all that was done to the body (WHATWG fetch:
 * `basic`); browsers hide a Content-Encoding in others.
 */
function lengthOf({ headers, type }: Response): number | undefined {
  const length = headers.get("content-length");
  const isEncoded = headers.has("content-encoding");
  return length === null || isEncoded || type !== "basic"
    ? undefined
    : Number(length);
}

/** Tried first, for `toByteStream` asks by taking a reader and giving it back, which costs more than a short answer. */
function readerOf(body: ReadableStream<Bytes>): ReadableStreamBYOBReader {
  try {
    return body.getReader({ mode: "byob" });
  } catch {
    return toByteStream(body).getReader({ mode: "byob" });
  }
}

function enlarged(buffer: Bytes): Bytes {
  const larger = new Uint8Array(buffer.byteLength * 2);
  larger.set(buffer);
  return larger;
}

const TEXT_TYPE =
  /^text\/|[/+](?:json|xml)$|\/(?:x-)?(?:javascript|ecmascript)$|^application\/x-www-form-urlencoded$/;

function isTextType(contentType: string): boolean {
  return charsetOf(contentType) !== undefined ||
    TEXT_TYPE.test(mediaTypeOf(contentType));
}

/** Decodes by the mark at the start, else the header, else what the text says of itself, else UTF-8. */
function decode(bytes: Bytes, contentType: string): string {
  const label = markOf(bytes) ?? charsetOf(contentType) ??
    declaredIn(bytes, mediaTypeOf(contentType));
  const decoder = label !== undefined && isCharset(label)
    ? new TextDecoder(label)
    : UTF_8;
  return decoder.decode(bytes);
}

/** WHATWG Encoding §6, BOM sniff: it is more than what a header says. */
function markOf([first, second, third]: Bytes): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return undefined;
}

/** The charset that an XML declaration or an HTML `<meta>` within the first 1,024 bytes names. */
function declaredIn(bytes: Bytes, mediaType: string): string | undefined {
  if (!/xml|html|^$/.test(mediaType)) return undefined;
  const start = new TextDecoder("latin1").decode(bytes.subarray(0, 1024));
  const declared =
    /^<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"']+)["']/.exec(start) ??
      /<meta\s[^>]*?\bcharset\s*=\s*["']?\s*([^\s"'/>;]+)/i.exec(start);
  // Whoever can be read byte by byte is not in UTF-16, whatever it says (WHATWG HTML §13.2.3.2).
  return declared?.[1]?.replace(/^utf-16.*/i, "utf-8");
}
