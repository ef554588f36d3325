import type { ServedExchange } from "../served_exchange.ts";
import { type Answer, integerOf } from "../recorded_request.ts";
import { finishUpload, storeRufhBody } from "./rufh_body.ts";
import {
  problemBody,
  rejectWithProblem,
  type RufhContext,
} from "./rufh_context.ts";
import type { RufhUpload } from "./rufh_upload.ts";
import { booleanOf } from "./structured_fields.ts";

const MEDIA_TYPE = "application/partial-upload";

/** Answers a PATCH of an upload resource. */
export async function appendToRufhUpload(
  exchange: ServedExchange,
  upload: RufhUpload,
  server: RufhContext,
): Promise<Answer> {
  const { headers, offset } = exchange.request;
  if (headers.get("content-type") !== MEDIA_TYPE) {
    return exchange.reject(415, `Content-Type is not ${MEDIA_TYPE}`);
  }
  if (offset === undefined) {
    return exchange.reject(400, "Upload-Offset is missing or malformed");
  }
  const completes = booleanOf(headers, "upload-complete");
  if (completes === undefined) {
    return exchange.reject(400, "Upload-Complete is missing or malformed");
  }
  if (upload.isComplete) return alreadyComplete(exchange, server);
  if (offset !== upload.offset) return wrongOffset(exchange, upload, offset);
  const { maxAppendSize = Infinity, minAppendSize = 0 } = server.limits;
  const content = integerOf(headers, "content-length");
  if ((content ?? 0) > maxAppendSize) {
    return exchange.reject(413, "the content exceeds max-append-size");
  }
  if (!completes && (content ?? Infinity) < minAppendSize) {
    return exchange.reject(400, "the content is below min-append-size");
  }
  const result = await storeRufhBody(exchange, upload, server, maxAppendSize);
  if (typeof result === "object") return result;
  if (result === "completed") {
    return await finishAppend(exchange, upload, server);
  }
  if (result === "stored" && upload.offset - offset < minAppendSize) {
    exchange.violations.push("the content is below min-append-size");
  }
  exchange.acknowledge(upload);
  return server.version === 6
    ? {
      status: 201,
      headers: {
        "Upload-Complete": "?0",
        "Upload-Offset": String(upload.offset),
      },
    }
    : { status: 204, headers: { "Upload-Complete": "?0" } };
}

/** The response of the target, marked as the final one. */
async function finishAppend(
  exchange: ServedExchange,
  upload: RufhUpload,
  server: RufhContext,
): Promise<Answer> {
  const answer = await finishUpload(exchange, upload, server);
  const mark = server.version === 6
    ? { "Upload-Offset": String(upload.offset) }
    : { "Upload-Complete": "?1" };
  return { ...answer, headers: { ...answer.headers, ...mark } };
}

function alreadyComplete(
  exchange: ServedExchange,
  { version }: RufhContext,
): Answer {
  const title = "upload is already completed";
  const problem = version > 6 && exchange.hasBody
    ? "inconsistent-upload-length"
    : "completed-upload";
  return rejectWithProblem(exchange, 400, problem, title);
}

function wrongOffset(
  exchange: ServedExchange,
  upload: RufhUpload,
  provided: number,
): Answer {
  const title = "offset from request does not match offset of resource";
  // A client that repeats the last offset that it received is not at fault.
  if (provided !== upload.told) exchange.violations.push(title);
  exchange.acknowledge(upload);
  const answer = exchange.refuse(409, title, {
    "Content-Type": "application/problem+json",
    "Upload-Offset": String(upload.offset),
  });
  const members = {
    "expected-offset": upload.offset,
    "provided-offset": provided,
  };
  const body = problemBody("mismatching-upload-offset", title, members);
  return { ...answer, body };
}
