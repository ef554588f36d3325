import { TRANSIENT_STATUSES } from "../errors/response_error.ts";
import type { Reply } from "../request/protocol.ts";
import { bodyText } from "./body_text.ts";
import { parseXml, textOf } from "./xml.ts";

/** Why a server refused a request. */
export interface S3Refusal {
  /** Of the response. An error may also follow a status of 200. */
  readonly status: number;
  /** The code of S3; the status if there is none, as after `HEAD`. */
  readonly code: string;
  readonly message: string;
  /** The clock of the server, in ms since 1970. */
  readonly serverTime: number | undefined;
}

/** Codes after which the same request may succeed. */
const TRANSIENT_CODES = [
  "BadDigest",
  "ConditionalRequestConflict",
  "IncompleteBody",
  "InternalError",
  "InvalidPart",
  "InvalidPartOrder",
  "OperationAborted",
  "RequestTimeout",
  "ServiceUnavailable",
  "SlowDown",
  "XAmzContentChecksumMismatch",
  "XAmzContentSHA256Mismatch",
];

/** What a refusal may repeat of the request, by the names of the elements. */
const SECRET_ELEMENTS =
  /<((?:\w+:)?(?:AWSAccessKeyId|CanonicalRequest(?:Bytes)?|SignatureProvided|StringToSign(?:Bytes)?|Token-\d+))>[^<]*<\/\1>/g;

/** Reads a refusal; undefined if a response of 200 to 299 has no error. */
export function refusalOf(reply: Reply): S3Refusal | undefined {
  const { response } = reply;
  const { status, headers } = response;
  const text = bodyText(reply);
  const root = text.trimStart().startsWith("<") ? parseXml(text) : undefined;
  const error = root?.name === "Error" ? root : undefined;
  if (response.ok && error === undefined) return undefined;
  const date = error && textOf(error, "ServerTime") || headers.get("date");
  const serverTime = Date.parse(date ?? "");
  return {
    status,
    code: error && textOf(error, "Code") || String(status),
    message: error && textOf(error, "Message") || "",
    serverTime: Number.isNaN(serverTime) ? undefined : serverTime,
  };
}

/** Whether the same request may succeed later. */
export function isTransient({ status, code }: S3Refusal): boolean {
  return TRANSIENT_CODES.includes(code) || TRANSIENT_STATUSES.includes(status);
}

/**
 * What a refusal says, in a few words. A colon after the code would make the
 * message the value of a secret, as in `AuthorizationHeaderMalformed: the region
 * is wrong`.
 */
export function describeRefusal({ code, message }: S3Refusal): string {
  return message === "" ? code : `${code} (${message})`;
}

/** A reply as the outcome of an upload, without secrets of the request. */
export function refusedReply(reply: Reply, refusal: S3Refusal): Reply {
  const hasCode = refusal.code !== String(refusal.status);
  return {
    ...reply,
    isTransient: isTransient(refusal),
    ...(hasCode && { reason: describeRefusal(refusal) }),
    body: {
      responseType: "text",
      response: bodyText(reply).replace(SECRET_ELEMENTS, ""),
    },
  };
}
