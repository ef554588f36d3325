import { claimOf, type SignatureClaim } from "./s3_claim.ts";
import { S3Error } from "./s3_error.ts";
import type { S3Request } from "./s3_request.ts";
import { sigv4, timeOf } from "./sigv4.ts";

/** Credentials that an S3 server knows. */
export interface S3Account {
  accessKeyId: string;
  secretAccessKey: string;
  /** The session token that must be sent with them; by default none may be sent. */
  sessionToken?: string | undefined;
  /** Whether the session token has expired. */
  isExpired?: boolean;
}

/** What a server checks signatures against. */
export interface SignatureRules {
  readonly accounts: readonly S3Account[];
  readonly region: string;
  /** The time of the server, in ms since 1970. */
  readonly now: number;
}

const MAX_SKEW_MS = 900_000;

/** Checks the signature of a request as S3 does. Throws an {@linkcode S3Error}. */
export function verifySignature(
  request: S3Request,
  { accounts, region, now }: SignatureRules,
): void {
  const claim = claimOf(request);
  const { malformed, date } = claim;
  const scope = claim.credential.split("/");
  const [accessKeyId, day, scopeRegion, service, terminator] = scope;
  if (
    scope.length !== 5 || service !== "s3" || terminator !== "aws4_request" ||
    Number.isNaN(timeOf(date)) || day !== date.slice(0, 8)
  ) throw new S3Error(malformed);
  const account = accounts.find((one) => one.accessKeyId === accessKeyId);
  if (account === undefined) {
    throw new S3Error("InvalidAccessKeyId", {
      AWSAccessKeyId: accessKeyId ?? "",
    });
  }
  if (scopeRegion !== region) {
    const message =
      `The authorization header is malformed; the region '${scopeRegion}' is wrong; expecting '${region}'`;
    throw new S3Error(malformed, { message, Region: region });
  }
  checkToken(account, claim.token);
  checkTime(request, date, now);
  checkSignedHeaders(request, claim);
  const { signature, stringToSign, canonicalRequest } = sigv4({
    method: request.method,
    path: request.path,
    query: request.query.filter(([name]) => name !== "X-Amz-Signature"),
    headers: claim.signedHeaders.map((
      name,
    ) => [name, request.headers.get(name) ?? ""]),
    payloadHash: claim.payloadHash,
    date,
    region,
    secretAccessKey: account.secretAccessKey,
  });
  if (signature === claim.signature) return;
  throw new S3Error("SignatureDoesNotMatch", {
    AWSAccessKeyId: account.accessKeyId,
    StringToSign: stringToSign,
    SignatureProvided: claim.signature,
    CanonicalRequest: canonicalRequest,
  });
}

function checkToken(account: S3Account, token: string | undefined): void {
  const details = { "Token-0": token ?? "" };
  if (account.sessionToken !== token) {
    // Without its token, temporary credentials are not known.
    throw token === undefined
      ? new S3Error("InvalidAccessKeyId", {
        AWSAccessKeyId: account.accessKeyId,
      })
      : new S3Error("InvalidToken", details);
  }
  if (account.isExpired) throw new S3Error("ExpiredToken", details);
}

function checkTime(
  { signedIn, query }: S3Request,
  date: string,
  now: number,
): void {
  const time = timeOf(date);
  const server = new Date(now).toISOString();
  if (signedIn === "headers") {
    if (Math.abs(now - time) <= MAX_SKEW_MS) return;
    throw new S3Error("RequestTimeTooSkewed", {
      RequestTime: date,
      ServerTime: server,
      MaxAllowedSkewMilliseconds: String(MAX_SKEW_MS),
    });
  }
  if (time - now > MAX_SKEW_MS) {
    throw new S3Error("AccessDenied", {
      message: "Request is not valid yet",
      ServerTime: server,
    });
  }
  const seconds = new Map(query).get("X-Amz-Expires") ?? "";
  const end = time + Number(seconds) * 1000;
  if (now <= end) return;
  throw new S3Error("AccessDenied", {
    message: "Request has expired",
    "X-Amz-Expires": seconds,
    Expires: new Date(end).toISOString(),
    ServerTime: server,
  });
}

function checkSignedHeaders(
  { headers }: S3Request,
  { signedHeaders, malformed }: SignatureClaim,
): void {
  const sorted = [...new Set(signedHeaders)].sort();
  if (
    sorted.join() !== signedHeaders.join() ||
    signedHeaders.some((name) => name !== name.toLowerCase())
  ) throw new S3Error(malformed);
  const unsigned = [...headers.keys()].filter((name) =>
    (name === "host" || name.startsWith("x-amz-")) &&
    !signedHeaders.includes(name)
  );
  if (unsigned.length === 0) return;
  throw new S3Error("AccessDenied", {
    message: "There were headers present in the request which were not signed",
    HeadersNotSigned: unsigned.join(", "),
  });
}
