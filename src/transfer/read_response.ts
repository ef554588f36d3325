import { TRANSIENT_STATUSES } from "../errors/response_error.ts";
import { UploadError } from "../errors/upload_error.ts";
import { keepExact } from "../events/exact_response.ts";
import { charsetOf, mediaTypeOf } from "../request/content_type.ts";
import type { ResponseBody } from "../request/protocol.ts";
import { abortable } from "../streams/abortable.ts";
import type { Bytes } from "../streams/bytes.ts";
import { quietly } from "../streams/quietly.ts";
import { readBytes } from "../streams/read_bytes.ts";
import { decodeText } from "./decode_text.ts";

/** Options of {@linkcode readResponse}. */
interface ReadResponseOptions {
  /**
   * Whether to stop at the Content-Length, which saves a read. Only for HTTP/1,
   * and once the whole request was sent.
   */
  readonly endsAtLength?: boolean;
  /** Ends the wait for a response that may not observe a signal itself. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Statuses of responses without a body, even with a Content-Length (RFC 9110
 * §8.6).
 */
const BODILESS_STATUSES = [204, 205, 304];
const TEXT_TYPE =
  /^text\/|[/+](?:json|xml)$|\/(?:x-)?(?:javascript|ecmascript)$|^application\/x-www-form-urlencoded$/;

/**
 * Reads the body of a response, as text or as bytes, to the end of its stream.
 * A chunked body may differ in length from its Content-Length (RFC 9112 §6.3).
 * Stopping early would reset an HTTP/2 stream, which servers treat as an attack.
 *
 * @param onBytes Called whenever bytes arrive.
 * @throws {UploadError} `response-too-large` if it has more than `maxBytes`
 * bytes; `network` if it has fewer than its Content-Length.
 */
export async function readResponse(
  response: Response,
  maxBytes: number,
  onBytes: () => void,
  { endsAtLength = false, signal }: ReadResponseOptions = {},
): Promise<ResponseBody> {
  if (response.body === null) return toBody(response, new Uint8Array());
  const stated = statedLength(response);
  const end = endsAtLength ? stated : undefined;
  if (end === 0) {
    // Many servers respond to an upload like this, and reading a stream is slow.
    discardResponse(response);
    return toBody(response, new Uint8Array());
  }
  const options = { end, signal };
  const reading = readBytes(response.body, maxBytes, onBytes, options);
  const bytes = await (signal ? abortable(reading, signal) : reading);
  if (bytes === undefined) throw tooLarge(maxBytes, response);
  // Deno's `fetch` ends a body without an error if its HTTP/2 stream is reset
  // with NO_ERROR or CANCEL.
  if (stated !== undefined && bytes.byteLength < stated) {
    throw cutOff(bytes.byteLength, stated);
  }
  return toBody(response, bytes);
}

/**
 * The stated length of a body. Only a `basic` response shows all headers that
 * affect it.
 */
function statedLength({ headers, status, type }: Response): number | undefined {
  const length = headers.get("content-length") ?? "";
  return type === "basic" && /^\d+$/.test(length) &&
      !headers.has("content-encoding") && !headers.has("transfer-encoding") &&
      !BODILESS_STATUSES.includes(status)
    ? Number(length)
    : undefined;
}

/** The error for a response with more than `maxBytes` bytes. */
export function tooLarge(
  maxBytes: number,
  { status }: Pick<Response, "status">,
): UploadError {
  return new UploadError(
    "response-too-large",
    `Cannot read the response: it has more than ${maxBytes} bytes`,
    {
      hint: "increase 'maxResponseBytes' if that is expected",
      // A long page of a server that is busy says nothing of the upload.
      isTransient: TRANSIENT_STATUSES.includes(status),
    },
  );
}

function cutOff(length: number, stated: number): UploadError {
  return new UploadError(
    "network",
    `Cannot read the response: it ended after ${length} of ${stated} bytes`,
    { hint: "see the server's log, or try again", isTransient: true },
  );
}

/** Cancels a response that is not read. */
export function discardResponse({ body }: Response): void {
  quietly(() => body?.cancel());
}

function toBody({ headers, status }: Response, bytes: Bytes): ResponseBody {
  const contentType = headers.get("content-type") ?? "";
  const mediaType = mediaTypeOf(contentType);
  const charset = charsetOf(contentType);
  const isText = bytes.byteLength === 0 || status >= 400 ||
    charset !== undefined || TEXT_TYPE.test(mediaType);
  if (!isText) return { responseType: "binary", response: bytes.slice() };
  const { text, isExact } = decodeText(bytes, mediaType, charset);
  const body: ResponseBody = { responseType: "text", response: text };
  if (!isExact) keepExact(body, bytes.slice());
  return body;
}
