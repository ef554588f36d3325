import type { ServedExchange } from "../served_exchange.ts";
import { type Answer, integerOf } from "../recorded_request.ts";
import { storeTusBody, TUS_MEDIA_TYPE } from "./tus_body.ts";
import { concatenateTusUploads } from "./tus_concatenation.ts";
import type { TusContext } from "./tus_context.ts";
import { metadataFault } from "./tus_syntax.ts";
import { TusUpload } from "./tus_upload.ts";

/** Answers a POST that creates an upload. */
export async function createTusUpload(
  exchange: ServedExchange,
  server: TusContext,
): Promise<Answer> {
  const { headers } = exchange.request;
  const metadata = headers.get("upload-metadata") ?? undefined;
  const fault = metadata === undefined ? undefined : metadataFault(metadata);
  if (fault !== undefined) {
    return exchange.reject(400, `Upload-Metadata: ${fault}`);
  }
  const concat = headers.get("upload-concat") ?? undefined;
  if (concat !== undefined) {
    if (!server.supports("concatenation")) {
      return exchange.refuse(501, "Upload-Concat is not supported");
    }
    if (concat.startsWith("final;")) {
      return await concatenateTusUploads(exchange, server, {
        metadata,
        concat,
      });
    }
    if (concat !== "partial") {
      return exchange.reject(400, "Upload-Concat is malformed");
    }
  }
  const length = lengthOfCreation(exchange, server);
  if (typeof length === "object") return length;
  const upload = new TusUpload(server.nextPath(), length, { metadata, concat });
  return await storeFirstBytes(exchange, upload, server);
}

/** The length of a new upload, undefined if it is deferred. A response refuses it. */
function lengthOfCreation(
  exchange: ServedExchange,
  server: TusContext,
): number | undefined | Answer {
  const { headers } = exchange.request;
  const deferred = headers.get("upload-defer-length");
  if (headers.has("upload-length") === (deferred !== null)) {
    return exchange.reject(
      400,
      "not exactly one of Upload-Length and Upload-Defer-Length",
    );
  }
  if (deferred !== null) {
    if (!server.supports("creation-defer-length")) {
      return exchange.refuse(400, "Upload-Defer-Length is not supported");
    }
    return deferred === "1"
      ? undefined
      : exchange.reject(400, "Upload-Defer-Length is not 1");
  }
  const length = integerOf(headers, "upload-length");
  if (length === undefined) {
    return exchange.reject(400, "Upload-Length is malformed");
  }
  return length > server.maxSize
    ? exchange.refuse(413, "the upload exceeds Tus-Max-Size")
    : length;
}

async function storeFirstBytes(
  exchange: ServedExchange,
  upload: TusUpload,
  server: TusContext,
): Promise<Answer> {
  const type = exchange.request.headers.get("content-type");
  const withUpload = type === TUS_MEDIA_TYPE;
  if (exchange.hasBody && !withUpload) {
    return exchange.reject(415, `Content-Type is not ${TUS_MEDIA_TYPE}`);
  }
  const stores = withUpload && server.supports("creation-with-upload");
  // An upload whose creation is interrupted stays, as its bytes do.
  server.add(upload);
  if (stores) {
    const refusal = await storeTusBody(exchange, upload, server, upload.length);
    if (refusal !== undefined) {
      server.uploads.delete(upload.path);
      return refusal;
    }
  }
  exchange.acknowledge(upload);
  return {
    status: 201,
    headers: {
      Location: server.locationOf(upload, exchange),
      ...(stores ? { "Upload-Offset": String(upload.offset) } : {}),
      ...server.expiryOf(upload),
    },
  };
}
