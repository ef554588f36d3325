import type { ServedExchange } from "../served_exchange.ts";
import { type Answer, integerOf } from "../recorded_request.ts";
import { finishUpload, storeRufhBody } from "./rufh_body.ts";
import type { RufhContext } from "./rufh_context.ts";
import { RufhUpload } from "./rufh_upload.ts";
import { booleanOf, digestOf } from "./structured_fields.ts";
import { limitField } from "./upload_limits.ts";

/** Answers a request to the target: the creation of an upload, or a plain upload. */
export async function createRufhUpload(
  exchange: ServedExchange,
  server: RufhContext,
): Promise<Answer> {
  const { method, path, headers } = exchange.request;
  const completes = booleanOf(headers, "upload-complete");
  if (completes === undefined && headers.has("upload-complete")) {
    exchange.violations.push("Upload-Complete is malformed");
  }
  if (server.version === 6 && headers.has("upload-offset")) {
    return exchange.reject(400, "a creation must not have Upload-Offset");
  }
  const verify = digestOf(headers, "repr-digest");
  if (verify === "malformed") {
    return exchange.reject(400, "Repr-Digest is malformed");
  }
  const refusal = tooSmall(exchange, server, completes);
  if (refusal !== undefined) return refusal;
  const { maxAge } = server.limits;
  const expiresAt = maxAge === undefined
    ? undefined
    : Date.now() + maxAge * 1_000;
  const upload = new RufhUpload(
    server.nextPath(),
    { method, path, headers },
    { verify, expiresAt },
  );
  // Of an interrupted creation the client does not know the URL: there is no 104.
  server.uploads.set(upload.path, upload);
  const result = await storeRufhBody(exchange, upload, server);
  if (typeof result === "object") {
    server.uploads.delete(upload.path);
    return result;
  }
  return result === "completed"
    ? await finishCreation(exchange, upload, server, completes ?? false)
    : created(exchange, upload, server);
}

function tooSmall(
  exchange: ServedExchange,
  { version, limits: { minSize } }: RufhContext,
  completes: boolean | undefined,
): Answer | undefined {
  if (minSize === undefined || completes === undefined) return undefined;
  const { headers } = exchange.request;
  const length = integerOf(headers, "upload-length") ??
    (completes ? integerOf(headers, "content-length") : undefined);
  // Version 6 does not count an unknown length as too small.
  const counted = length ?? (version === 6 ? Infinity : 0);
  return counted < minSize
    ? exchange.refuse(400, "the upload is below min-size")
    : undefined;
}

/** The response of the target, marked as its version requires. */
async function finishCreation(
  exchange: ServedExchange,
  upload: RufhUpload,
  server: RufhContext,
  resumable: boolean,
): Promise<Answer> {
  const { headers, ...rest } = await finishUpload(exchange, upload, server);
  if (!resumable || server.version !== 6) {
    return { headers: headers ?? {}, ...rest };
  }
  return {
    ...rest,
    headers: {
      Location: server.locationOf(upload, exchange),
      "Upload-Offset": String(upload.offset),
      ...headers,
    },
  };
}

function created(
  exchange: ServedExchange,
  upload: RufhUpload,
  server: RufhContext,
): Answer {
  exchange.acknowledge(upload);
  const limits = limitField(server.limits, server.version);
  return {
    status: 201,
    headers: {
      Location: server.locationOf(upload, exchange),
      ...(limits === undefined ? {} : { "Upload-Limit": limits }),
      ...(server.version === 6
        ? { "Upload-Complete": "?0", "Upload-Offset": String(upload.offset) }
        : {}),
    },
  };
}
