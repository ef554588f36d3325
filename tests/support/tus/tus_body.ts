import type { ServedExchange } from "../served_exchange.ts";
import type { Answer } from "../recorded_request.ts";
import { storeBody } from "../store_body.ts";
import type { TusContext } from "./tus_context.ts";
import { readChecksum } from "./tus_syntax.ts";
import type { TusUpload } from "./tus_upload.ts";

/** The only media type of a body with bytes of an upload. */
export const TUS_MEDIA_TYPE = "application/offset+octet-stream";

/**
 * Stores the body of a PATCH, or of a POST that creates an upload.
 *
 * @param end The length of the upload, if it is known.
 * @returns The refusal; undefined if the bytes were stored, or the client left.
 */
export async function storeTusBody(
  exchange: ServedExchange,
  upload: TusUpload,
  server: TusContext,
  end: number | undefined,
): Promise<Answer | undefined> {
  const { headers } = exchange.request;
  const checksum = headers.get("upload-checksum");
  const verify = checksum === null || !server.supports("checksum")
    ? undefined
    : readChecksum(checksum);
  if (typeof verify === "string") return exchange.reject(400, verify);
  const limit = end ?? server.maxSize;
  const announced = Number(headers.get("content-length") ?? 0);
  if (upload.offset + announced > limit) return tooMuch(exchange, end);
  const outcome = await storeBody(exchange, upload, { end: limit, verify });
  if (outcome === "mismatch") {
    return exchange.refuse(460, "the checksum does not match");
  }
  return outcome === "exceeded" ? tooMuch(exchange, end) : undefined;
}

function tooMuch(exchange: ServedExchange, end: number | undefined): Answer {
  return end === undefined
    ? exchange.refuse(413, "the upload exceeds Tus-Max-Size")
    : exchange.reject(413, "the body exceeds Upload-Length");
}
