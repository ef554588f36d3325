import { UploadError } from "../errors/upload_error.ts";
import { charsetOf, mediaTypeOf } from "../request/content_type.ts";
import type { ResponseBody } from "../request/protocol.ts";
import type { Bytes } from "../streams/bytes.ts";
import { quietly } from "../streams/quietly.ts";
import { readBytes } from "../streams/read_bytes.ts";
import { decodeText } from "./decode_text.ts";

/**
 * Statuses of responses without a body, whatever their Content-Length (RFC 9110
 * §8.6).
 */
const BODILESS_STATUSES = [204, 205, 304];
const TEXT_TYPE =
  /^text\/|[/+](?:json|xml)$|\/(?:x-)?(?:javascript|ecmascript)$|^application\/x-www-form-urlencoded$/;

/**
 * Reads the body of a response, as text or as bytes. A chunked body may have
 * another length than its Content-Length (RFC 9112 §6.3), and over HTTP/2 an
 * early stop is a reset, which servers count as an attack, so this reads to the
 * end of the stream.
 *
 * @param onBytes Called whenever bytes of it arrive.
 * @throws {UploadError} `response-too-large` if it has more than `maxBytes`
 * bytes.
 */
export async function readResponse(
  response: Response,
  maxBytes: number,
  onBytes: () => void,
): Promise<ResponseBody> {
  const bytes = response.body === null
    ? new Uint8Array()
    : await readBytes(response.body, maxBytes, onBytes);
  if (bytes !== undefined) {
    assertComplete(response, bytes.byteLength);
    return toBody(response, bytes);
  }
  throw new UploadError(
    "response-too-large",
    `Cannot read the response: it has more than ${maxBytes} bytes`,
    { hint: "increase 'maxResponseBytes' if that is expected" },
  );
}

/**
 * Asserts that a response is not shorter than its Content-Length. Deno's
 * `fetch` ends a body without an error if its HTTP/2 stream is reset with
 * NO_ERROR or CANCEL. Only a `basic` response shows all headers of the server,
 * and so all that was done to its body.
 */
function assertComplete(
  { headers, status, type }: Response,
  length: number,
): void {
  const stated = headers.get("content-length") ?? "";
  const isStated = type === "basic" && /^\d+$/.test(stated) &&
    !headers.has("content-encoding") && !headers.has("transfer-encoding") &&
    !BODILESS_STATUSES.includes(status);
  if (!isStated || length >= Number(stated)) return;
  throw new UploadError(
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
  return isText
    ? { responseType: "text", response: decodeText(bytes, mediaType, charset) }
    : { responseType: "binary", response: bytes.slice() };
}
