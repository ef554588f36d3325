import { S3Error } from "./s3_error.ts";
import type { S3Request } from "./s3_request.ts";

/** What a request says of its signature, in its headers or its URL. */
export interface SignatureClaim {
  readonly credential: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly date: string;
  readonly token: string | undefined;
  readonly payloadHash: string;
  /** The error of a signature that is malformed. */
  readonly malformed:
    | "AuthorizationHeaderMalformed"
    | "AuthorizationQueryParametersError";
}

const MAX_EXPIRES_S = 604_800;

/** Reads what a request says of its signature. Throws an {@linkcode S3Error}. */
export function claimOf(request: S3Request): SignatureClaim {
  if (request.signedIn === "nothing") throw new S3Error("AccessDenied");
  return request.signedIn === "url"
    ? claimOfUrl(request)
    : claimOfHeaders(request);
}

function claimOfHeaders({ headers }: S3Request): SignatureClaim {
  const malformed = "AuthorizationHeaderMalformed";
  const [, credential = "", signed = "", signature] =
    /^AWS4-HMAC-SHA256 Credential=([^, ]+), ?SignedHeaders=([^, ]+), ?Signature=([0-9a-f]{64})$/
      .exec(headers.get("authorization") ?? "") ?? [];
  if (signature === undefined) throw new S3Error(malformed);
  const payloadHash = headers.get("x-amz-content-sha256");
  if (payloadHash === null) {
    throw new S3Error("InvalidRequest", {
      message: "Missing required header for this request: x-amz-content-sha256",
    });
  }
  return {
    credential,
    signedHeaders: signed.split(";"),
    signature,
    date: headers.get("x-amz-date") ?? "",
    token: headers.get("x-amz-security-token") ?? undefined,
    payloadHash,
    malformed,
  };
}

function claimOfUrl({ query, headers }: S3Request): SignatureClaim {
  const malformed = "AuthorizationQueryParametersError";
  const parameters = new Map(query);
  const get = (name: string) => parameters.get(`X-Amz-${name}`);
  const signature = get("Signature") ?? "";
  if (
    parameters.size !== query.length || !/^[0-9a-f]{64}$/.test(signature) ||
    get("Algorithm") !== "AWS4-HMAC-SHA256" ||
    !/^[1-9]\d{0,6}$/.test(get("Expires") ?? "")
  ) throw new S3Error(malformed);
  if (Number(get("Expires")) > MAX_EXPIRES_S) {
    const message = `X-Amz-Expires must be less than ${MAX_EXPIRES_S} seconds`;
    throw new S3Error(malformed, { message });
  }
  return {
    credential: get("Credential") ?? "",
    signedHeaders: (get("SignedHeaders") ?? "").split(";"),
    signature,
    date: get("Date") ?? "",
    token: get("Security-Token"),
    payloadHash: get("Content-Sha256") ??
      headers.get("x-amz-content-sha256") ?? "UNSIGNED-PAYLOAD",
    malformed,
  };
}
