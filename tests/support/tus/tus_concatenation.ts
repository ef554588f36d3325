import type { ServedExchange } from "../served_exchange.ts";
import type { Answer } from "../recorded_request.ts";
import type { TusContext } from "./tus_context.ts";
import { TusUpload } from "./tus_upload.ts";

/** Answers a POST that concatenates partial uploads into a final one. */
export async function concatenateTusUploads(
  exchange: ServedExchange,
  server: TusContext,
  fields: { metadata: string | undefined; concat: string },
): Promise<Answer> {
  const { headers } = exchange.request;
  if (headers.has("upload-length") || headers.has("upload-defer-length")) {
    return exchange.reject(400, "a final upload must not name a length");
  }
  if (exchange.hasBody) {
    return exchange.reject(400, "a final upload has no body");
  }
  const urls = fields.concat.slice("final;".length).split(" ");
  const parts: TusUpload[] = [];
  for (const url of urls) {
    const part = URL.canParse(url, exchange.url) && url !== ""
      ? server.uploads.get(new URL(url, exchange.url).pathname)
      : undefined;
    if (part === undefined) {
      return exchange.refuse(404, "a partial upload is missing");
    }
    if (part.concat !== "partial") {
      return exchange.reject(400, "an upload is not a partial one");
    }
    if (!part.isComplete) {
      return exchange.reject(400, "a partial upload is not complete");
    }
    parts.push(part);
  }
  const length = parts.reduce((sum, { offset }) => sum + offset, 0);
  if (length > server.maxSize) {
    return exchange.refuse(413, "the upload exceeds Tus-Max-Size");
  }
  const upload = new TusUpload(server.nextPath(), length, fields);
  for (const part of parts) upload.append(await part.bytes());
  server.add(upload);
  exchange.acknowledge(upload);
  return {
    status: 201,
    headers: { Location: server.locationOf(upload, exchange) },
  };
}
