import { UploadError } from "../errors/upload_error.ts";
import { filterHeaders, type HeaderRecord } from "../request/headers.ts";
import type { OpenUpload } from "../request/protocol.ts";

/** Matches headers that describe an object, which its creation takes. */
const OF_OBJECT =
  /^(?:content-|cache-control$|expires$|if-|x-amz-(?!expected-bucket-owner$|request-payer$|server-side-encryption-customer-))/;

/** @throws {UploadError} `invalid-options` if there is another authorization. */
export function assertUnauthorized({ headers, url }: OpenUpload): void {
  if (headers.authorization === undefined) return;
  throw new UploadError(
    "invalid-options",
    `Cannot upload to "${url.host}": s3() signs its requests, so there must be no Authorization header and no user in the URL`,
  );
}

/** The headers of an object that is sent in one request. */
export function objectHeaders(
  { headers, contentType }: OpenUpload,
): HeaderRecord {
  return contentType === null
    ? headers
    : { ...headers, "content-type": contentType };
}

/** Those that begin an object in parts: conditions are for its completion. */
export function creationHeaders(headers: HeaderRecord): HeaderRecord {
  return filterHeaders(headers, (name) => !isCondition(name));
}

/**
 * The conditions of an object, for the request that stores it.
 *
 * @param createsOnly Whether an object that exists is not replaced.
 */
export function conditionHeaders(
  { headers }: OpenUpload,
  createsOnly: boolean,
): HeaderRecord {
  return {
    ...filterHeaders(headers, isCondition),
    ...(createsOnly && { "if-none-match": "*" }),
  };
}

function isCondition(name: string): boolean {
  return name.startsWith("if-");
}

/** The headers of all other requests. */
export function commonHeaders({ headers }: OpenUpload): HeaderRecord {
  return filterHeaders(headers, (name) => !OF_OBJECT.test(name));
}
