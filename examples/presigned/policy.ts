/**
 * What the function signs, and nothing else. Without such rules, whoever may upload
 * could read, replace and remove all objects of the bucket.
 *
 * @module
 */

import type { S3SigningRequest } from "jsr:@network/upload/s3";

/** A request to sign, after its way through JSON. */
export type SigningRequest = Omit<S3SigningRequest, "url"> & {
  readonly url: string;
};

const MIB = 1024 * 1024;
/** The size of all parts but the last, in bytes. */
export const PART_SIZE = 8 * MIB;
/** The maximum size of an object in bytes. */
const MAX_SIZE = 5 * 1024 * MIB;

/** The requests of an upload: their methods, and the names of their parameters. */
const OPERATIONS: ReadonlySet<string> = new Set([
  "PUT ", // The object in one request.
  "POST uploads", // Begins an object in parts.
  "PUT partNumber,uploadId", // Sends a part.
  "GET uploadId", // Lists the parts.
  "GET part-number-marker,uploadId", // Lists those on the next page.
  "POST uploadId", // Completes the object.
  "DELETE uploadId", // Removes the parts.
  "HEAD ", // Finds out whether the object is stored, if a response was lost.
]);

/**
 * Says why a request is not signed; `undefined` if it is.
 *
 * @param prefix The URL below which the user may upload.
 */
export function refusalOf(
  { method, url: href, headers, size }: SigningRequest,
  prefix: URL,
): string | undefined {
  // Resolves "..", unless a slash beside it is encoded.
  const { origin, pathname, searchParams } = new URL(href);
  if (origin !== prefix.origin || !pathname.startsWith(prefix.pathname)) {
    return "this is not below your prefix";
  }
  // Some servers take them for a way to other objects.
  if (decodeURIComponent(pathname).split("/").includes("..")) {
    return "keys with .. are not allowed";
  }
  const names = [...searchParams.keys()].sort();
  if (!OPERATIONS.has(`${method} ${names}`)) return "this is no upload";
  // They could copy from other objects, or make this one public.
  if (Object.keys(headers).some((name) => /^x-amz-/i.test(name))) {
    return "headers that start with x-amz- are not allowed";
  }
  if (method !== "PUT") return undefined;
  const number = Number(searchParams.get("partNumber") ?? 1);
  if (!(number >= 1 && number <= Math.ceil(MAX_SIZE / PART_SIZE))) {
    return `objects of more than ${MAX_SIZE} bytes are not allowed`;
  }
  return size <= PART_SIZE
    ? undefined
    : `parts of more than ${PART_SIZE} bytes are not allowed`;
}

/**
 * The headers that a request must have for its signature to hold: the length that
 * was checked, so that the body cannot be longer, and the type.
 */
export function signedHeaders(
  { method, headers, size }: SigningRequest,
): Record<string, string> {
  const type = headers["content-type"];
  return {
    ...(method === "PUT" && { "content-length": String(size) }),
    ...(type !== undefined && { "content-type": type }),
  };
}
