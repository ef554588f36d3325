import type { ServedExchange } from "../served_exchange.ts";
import { type Answer, integerOf } from "../recorded_request.ts";
import { storeTusBody, TUS_MEDIA_TYPE } from "./tus_body.ts";
import type { TusContext } from "./tus_context.ts";
import type { TusUpload } from "./tus_upload.ts";

/** Answers a PATCH. */
export async function appendToTusUpload(
  exchange: ServedExchange,
  upload: TusUpload,
  server: TusContext,
): Promise<Answer> {
  const { headers, offset } = exchange.request;
  if (upload.isFinal) {
    return exchange.reject(403, "a final upload takes no PATCH");
  }
  if (headers.get("content-type") !== TUS_MEDIA_TYPE) {
    return exchange.reject(415, `Content-Type is not ${TUS_MEDIA_TYPE}`);
  }
  if (offset === undefined) {
    return exchange.reject(400, "Upload-Offset is missing or malformed");
  }
  if (offset !== upload.offset) {
    const reason = `Upload-Offset is ${offset}, not ${upload.offset}`;
    // A client that repeats the last offset that it received is not at fault.
    return offset === upload.told
      ? exchange.refuse(409, reason)
      : exchange.reject(409, reason);
  }
  const length = lengthAfterPatch(exchange, upload, server);
  if (typeof length === "object") return length;
  const refusal = await storeTusBody(exchange, upload, server, length);
  if (refusal?.status === 460) return refusal;
  upload.length = length;
  if (refusal !== undefined) return refusal;
  exchange.acknowledge(upload);
  return {
    status: 204,
    headers: {
      "Upload-Offset": String(upload.offset),
      ...server.expiryOf(upload),
    },
  };
}

/** The length of an upload after a PATCH. A response refuses it. */
function lengthAfterPatch(
  exchange: ServedExchange,
  upload: TusUpload,
  server: TusContext,
): number | undefined | Answer {
  const { headers } = exchange.request;
  if (!headers.has("upload-length")) return upload.length;
  const length = integerOf(headers, "upload-length");
  if (length === undefined) {
    return exchange.reject(400, "Upload-Length is malformed");
  }
  if (upload.length !== undefined && upload.length !== length) {
    return exchange.reject(400, "Upload-Length changes the length");
  }
  if (length < upload.offset) {
    return exchange.reject(400, "Upload-Length is less than what is stored");
  }
  return length > server.maxSize
    ? exchange.refuse(413, "the upload exceeds Tus-Max-Size")
    : length;
}
