/**
 * Where the files go.
 *
 * @module
 */

import type { UploadOptions } from "jsr:@network/upload";
import { s3, type S3Credentials } from "jsr:@network/upload/s3";

/** Returns where a file goes, and how, by its name. */
export type Destination = (
  name: string,
) => Pick<UploadOptions, "url" | "method" | "protocol">;

/**
 * A server that stores the body of a `PUT`. The body is sent while it arrives, and
 * nothing of it is kept, so it cannot be sent again: that is up to the client.
 *
 * @param folder Its URL. A user, a password or a query in it is kept.
 */
export function toServer(folder: string): Destination {
  const base = new URL(folder);
  return (name) => ({ url: urlOf(base, name), method: "PUT" });
}

/**
 * S3, R2 or another server with their API. The body is sent in parts, which are
 * kept in memory until they are stored, so each of them can be sent again. A body
 * of unknown length is no problem.
 *
 * @param bucket The URL of the bucket.
 */
export function toS3(bucket: string, credentials: S3Credentials): Destination {
  const base = new URL(bucket);
  return (name) => ({
    url: urlOf(base, name),
    // 10 MiB of memory for each upload: an isolate of a Worker has 128 MB.
    protocol: s3({ credentials, partSize: 5 * 1024 * 1024, parallel: 2 }),
  });
}

/** The variables of the edge functions. */
export interface Variables {
  /** The URL of a folder or a bucket. */
  readonly STORAGE_URL?: string | undefined;
  /** Only for S3. */
  readonly AWS_ACCESS_KEY_ID?: string | undefined;
  /** Only for S3. */
  readonly AWS_SECRET_ACCESS_KEY?: string | undefined;
}

/** Chooses the destination: S3 if there is a key for it. */
export function destinationFrom(
  {
    STORAGE_URL: url,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  }: Variables,
): Destination {
  if (!url) throw new Error("Cannot store files: STORAGE_URL is not set");
  return accessKeyId && secretAccessKey
    ? toS3(url, { accessKeyId, secretAccessKey })
    : toServer(url);
}

function urlOf(base: URL, name: string): URL {
  const url = new URL(base);
  const path = url.pathname.replace(/\/?$/, "/");
  url.pathname = `${path}${encodeURIComponent(name)}`;
  return url;
}
