import { errorAnswer, type S3Answer } from "./s3_answer.ts";
import { completeMultipartUpload } from "./s3_complete.ts";
import type { S3Context } from "./s3_context.ts";
import { S3Error } from "./s3_error.ts";
import type { S3Exchange } from "./s3_exchange.ts";
import {
  abortMultipartUpload,
  createMultipartUpload,
  listMultipartUploads,
  listParts,
} from "./s3_multipart.ts";
import { putObject, uploadPart } from "./s3_put.ts";
import { readObject } from "./s3_read.ts";
import type { S3Operation } from "./s3_request.ts";
import { type SignatureRules, verifySignature } from "./s3_signature.ts";

type Operate = (
  exchange: S3Exchange,
  server: S3Context,
) => S3Answer | undefined | Promise<S3Answer | undefined>;

const OPERATIONS: Readonly<Partial<Record<S3Operation, Operate>>> = {
  PutObject: putObject,
  GetObject: readObject,
  HeadObject: readObject,
  CreateMultipartUpload: createMultipartUpload,
  UploadPart: uploadPart,
  ListParts: listParts,
  CompleteMultipartUpload: completeMultipartUpload,
  AbortMultipartUpload: abortMultipartUpload,
  ListMultipartUploads: listMultipartUploads,
  Preflight: allowAll,
};

/**
 * Processes a request as S3 does.
 *
 * @returns The response; undefined if the body is incomplete because the client has left.
 */
export async function respondAsS3(
  exchange: S3Exchange,
  server: S3Context,
  rules: SignatureRules,
): Promise<S3Answer | undefined> {
  const { request } = exchange;
  try {
    if (!request.isWellFormed) throw new S3Error("InvalidURI");
    if (request.operation !== "Preflight") verifySignature(request, rules);
    const operate = OPERATIONS[request.operation];
    if (operate === undefined) throw new S3Error("MethodNotAllowed");
    return await operate(exchange, server);
  } catch (thrown) {
    if (!(thrown instanceof S3Error)) throw thrown;
    const { code, message, isViolation } = thrown;
    request.error = code;
    if (isViolation) server.object(`${request.operation}: ${code}: ${message}`);
    return errorAnswer(thrown, request);
  }
}

/** Lets pages of other origins send any request. */
function allowAll({ request }: S3Exchange): S3Answer {
  const headers = request.headers.get("access-control-request-headers");
  return {
    status: 200,
    headers: {
      "access-control-allow-methods": "GET, HEAD, PUT, POST, DELETE",
      ...headers === null ? {} : { "access-control-allow-headers": headers },
    },
  };
}
