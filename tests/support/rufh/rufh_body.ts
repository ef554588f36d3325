import type { ServedExchange } from "../served_exchange.ts";
import { type Answer, integerOf } from "../recorded_request.ts";
import { storeBody } from "../store_body.ts";
import { rejectWithProblem, type RufhContext } from "./rufh_context.ts";
import type { RufhUpload } from "./rufh_upload.ts";
import { booleanOf, digestOf } from "./structured_fields.ts";
import type { InteropVersion } from "./upload_limits.ts";

/** What became of a body: refused, only begun, stored, or stored as the last one. */
export type BodyResult = Answer | "interrupted" | "stored" | "completed";

/**
 * Stores the content of a creation or an append, after it has checked the lengths that the
 * request tells.
 *
 * @param maxContent The most bytes that the content may have.
 */
export async function storeRufhBody(
  exchange: ServedExchange,
  upload: RufhUpload,
  server: RufhContext,
  maxContent = Infinity,
): Promise<BodyResult> {
  const { headers } = exchange.request;
  const completes = booleanOf(headers, "upload-complete") ?? true;
  const start = upload.offset;
  const length = lengthTold(exchange, upload, server, completes);
  if (typeof length === "object") return length;
  const { maxSize = Infinity } = server.limits;
  if ((length ?? 0) > maxSize) {
    return exchange.refuse(413, "the upload exceeds max-size");
  }
  const verify = digestOf(headers, "content-digest");
  if (verify === "malformed") {
    return exchange.reject(400, "Content-Digest is malformed");
  }
  upload.length = length;
  const announced = start + (integerOf(headers, "content-length") ?? 0);
  if (announced > (length ?? Infinity)) {
    return exceedsLength(exchange, upload, server);
  }
  const end = Math.min(length ?? maxSize, start + maxContent);
  const outcome = await storeBody(exchange, upload, { end, verify });
  if (outcome === "interrupted") return outcome;
  if (outcome === "mismatch") {
    return exchange.refuse(400, "Content-Digest does not match");
  }
  if (outcome === "exceeded") {
    return upload.offset === length
      ? exceedsLength(exchange, upload, server)
      : upload.offset === start + maxContent
      ? exchange.reject(413, "the content exceeds max-append-size")
      : exchange.refuse(413, "the upload exceeds max-size");
  }
  if (!completes) return "stored";
  if (length !== undefined && upload.offset !== length) {
    return inconsistent(
      exchange,
      server.version,
      "the upload is shorter than its length",
    );
  }
  upload.length = upload.offset;
  upload.isComplete = true;
  return "completed";
}

/** The length of the upload, if the client has stated it. A response refuses the request. */
function lengthTold(
  exchange: ServedExchange,
  upload: RufhUpload,
  { version }: RufhContext,
  completes: boolean,
): number | undefined | Answer {
  const { headers } = exchange.request;
  const content = integerOf(headers, "content-length");
  const told = [
    upload.length,
    integerOf(headers, "upload-length"),
    completes && content !== undefined ? upload.offset + content : undefined,
  ].filter((length) => length !== undefined);
  const [first] = told;
  return told.every((length) => length === first)
    ? first
    : inconsistent(exchange, version, "inconsistent length values for upload");
}

/** Refuses content beyond the length; from draft -06 on that ends the upload. */
function exceedsLength(
  exchange: ServedExchange,
  upload: RufhUpload,
  server: RufhContext,
): Answer {
  if (server.version > 6) server.uploads.delete(upload.path);
  return inconsistent(
    exchange,
    server.version,
    "the content exceeds the length of the upload",
  );
}

function inconsistent(
  exchange: ServedExchange,
  version: InteropVersion,
  title: string,
): Answer {
  // Draft -05 has no problem type for it.
  return version === 6
    ? exchange.reject(400, title)
    : rejectWithProblem(exchange, 400, "inconsistent-upload-length", title);
}

/** The response to a representation that is complete. */
export async function finishUpload(
  exchange: ServedExchange,
  upload: RufhUpload,
  server: RufhContext,
): Promise<Answer> {
  exchange.acknowledge(upload);
  if (upload.verify?.(await upload.bytes()) === false) {
    return exchange.refuse(400, "Repr-Digest does not match");
  }
  return await server.process(upload);
}
