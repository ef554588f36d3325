import { assertEquals, assertMatch } from "@std/assert";
import { S3_CREDENTIALS } from "../support/s3/s3_options.ts";
import {
  elementsOf,
  signed,
  type SignedRequest,
} from "../support/s3/signed_request.ts";
import { StrictS3Server } from "../support/s3/strict_s3_server.ts";

/** A request that the server refuses. */
interface RefusedRequest extends Partial<SignedRequest> {
  readonly name: string;
  readonly key?: string;
  readonly status: number;
  readonly code: string;
  /** What else is in the error. */
  readonly more?: RegExp;
  /** Whether a client can send it without a fault of its own. @default false */
  readonly innocent?: boolean;
}

const MINUTE_MS = 60_000;
const TOKEN = "to+k/en=";

const REFUSED: readonly RefusedRequest[] = [
  {
    name: "a header of S3 that is not signed",
    unsigned: { "x-amz-meta-name": "a" },
    status: 403,
    code: "AccessDenied",
    more: /<HeadersNotSigned>x-amz-meta-name</,
  },
  {
    name: "another secret",
    account: { ...S3_CREDENTIALS, secretAccessKey: "other" },
    status: 403,
    code: "SignatureDoesNotMatch",
    more:
      /<SignatureProvided>[0-9a-f]{64}<.*<CanonicalRequest>PUT&#xa;\/uploads\/film.mp4&#xa;/,
  },
  {
    name: "another access key",
    account: { ...S3_CREDENTIALS, accessKeyId: "other" },
    status: 403,
    code: "InvalidAccessKeyId",
    innocent: true,
  },
  {
    name: "another region",
    region: "eu-central-1",
    status: 400,
    code: "AuthorizationHeaderMalformed",
    more: /expecting 'us-east-1'.*<Region>us-east-1</,
  },
  {
    name: "a session token that it does not know",
    account: { ...S3_CREDENTIALS, sessionToken: TOKEN },
    status: 400,
    code: "InvalidToken",
    more: /<Token-0>to\+k\/en=</,
    innocent: true,
  },
  {
    name: "an old request",
    time: Date.now() - 16 * MINUTE_MS,
    status: 403,
    code: "RequestTimeTooSkewed",
    more: /<MaxAllowedSkewMilliseconds>900000</,
    innocent: true,
  },
  {
    name: "a request of the future",
    time: Date.now() + 16 * MINUTE_MS,
    status: 403,
    code: "RequestTimeTooSkewed",
    innocent: true,
  },
  {
    name: "a URL that has expired",
    time: Date.now() - MINUTE_MS,
    expires: 59,
    status: 403,
    code: "AccessDenied",
    more: /Request has expired.*<Expires>/,
    innocent: true,
  },
  {
    name: "a URL that holds for too long",
    expires: 604_801,
    status: 400,
    code: "AuthorizationQueryParametersError",
  },
  {
    name: "a URL with another secret",
    expires: 60,
    account: { ...S3_CREDENTIALS, secretAccessKey: "other" },
    status: 403,
    code: "SignatureDoesNotMatch",
  },
  {
    name: "another body than the one that is signed",
    headers: { "x-amz-content-sha256": "0".repeat(64) },
    status: 400,
    code: "XAmzContentSHA256Mismatch",
  },
  {
    name: "another MD5",
    headers: { "content-md5": "1B2M2Y8AsgTpgAmY7PhCfg==" },
    status: 400,
    code: "BadDigest",
  },
  {
    name: "another CRC-32",
    headers: { "x-amz-checksum-crc32": "AAAAAA==" },
    status: 400,
    code: "BadDigest",
  },
  {
    name: "a checksum that it does not know",
    headers: { "x-amz-checksum-crc64nvme": "AAAAAA==" },
    status: 501,
    code: "NotImplemented",
  },
  {
    name: "a body in the chunks of AWS",
    headers: { "content-encoding": "aws-chunked" },
    status: 501,
    code: "NotImplemented",
  },
  {
    name: "an object that is there already",
    headers: { "if-none-match": "*" },
    key: "there",
    status: 412,
    code: "PreconditionFailed",
    more: /<Condition>If-None-Match</,
    innocent: true,
  },
  {
    name: "an object above the largest size",
    body: "x".repeat(1025),
    status: 400,
    code: "EntityTooLarge",
  },
  {
    name: "a part below 1",
    query: { partNumber: "0", uploadId: "x" },
    status: 400,
    code: "InvalidArgument",
    more: /between 1 and 10000/,
  },
  {
    name: "a part above the largest number",
    query: { partNumber: "10001", uploadId: "x" },
    status: 400,
    code: "InvalidArgument",
  },
  {
    name: "a part of no upload",
    query: { partNumber: "1", uploadId: "x" },
    status: 404,
    code: "NoSuchUpload",
    innocent: true,
  },
  {
    name: "what it does not know",
    query: { acl: "" },
    status: 405,
    code: "MethodNotAllowed",
  },
];

for (const refused of REFUSED) {
  const { name, key = "film.mp4", status, code, more, innocent } = refused;
  Deno.test(`the S3 server refuses ${name}`, async () => {
    await using server = await new StrictS3Server({ maxPartSize: 1024 })
      .listen();
    const request = { method: "PUT", body: "film" };
    const there = { ...request, url: server.pathStyleUrl("there") };
    await (await fetch(signed(there))).body?.cancel();

    const url = server.pathStyleUrl(key);
    const response = await fetch(signed({ ...request, url, ...refused }));

    const text = await response.text();
    assertEquals([response.status, elementsOf(text)["Code"]], [status, code]);
    if (more !== undefined) assertMatch(text, more);
    assertEquals(server.requests.at(-1)?.error, code);
    assertEquals(server.violations.length, innocent ? 0 : 1);
    assertEquals(server.bucket().objects.size, 1);
  });
}
