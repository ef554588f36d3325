import {
  upload,
  type UploadEndedEvent,
  type UploadOptions,
} from "@network/upload";
import { s3, type S3Options } from "@network/upload/s3";
import { sameBytes } from "../bytes.ts";
import { S3_CREDENTIALS } from "./s3_options.ts";
import type { StrictS3Server } from "./strict_s3_server.ts";

/** The size of a part in tests, in bytes, as S3 needs it. */
export const PART_SIZE = 5 * 1024 * 1024;

/** Bytes of two parts and a little, in which no two places look the same. */
export const S3_BYTES: Uint8Array<ArrayBuffer> = patternOf(
  2 * PART_SIZE + 1234,
);

/** Bytes in which no two places look the same. */
export function patternOf(size: number): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(Math.ceil(size / 4));
  for (let at = 0; at < words.length; at++) words[at] = at * 2654435761;
  return new Uint8Array(words.buffer, 0, size);
}

/** A protocol with the credentials that the server knows. */
export function s3With(
  options: S3Options = {},
): NonNullable<UploadOptions["protocol"]> {
  const credentials = options.sign === undefined
    ? { credentials: S3_CREDENTIALS }
    : {};
  return s3({ ...credentials, partSize: PART_SIZE, ...options });
}

/** An upload to an S3 server, repeated without delay. */
export function s3Upload(
  server: StrictS3Server,
  options: S3Options = {},
  more: Partial<UploadOptions> = {},
): UploadOptions & { protocol: NonNullable<UploadOptions["protocol"]> } {
  return {
    url: server.pathStyleUrl("video.mp4"),
    source: S3_BYTES,
    retry: { baseDelay: 0 },
    ...more,
    protocol: s3With(options),
  };
}

/** Uploads to an S3 server. */
export async function uploadToS3(
  ...args: Parameters<typeof s3Upload>
): Promise<UploadEndedEvent> {
  return await upload(s3Upload(...args));
}

/** Whether an object has these bytes, nothing else is left, and no rule was broken. */
export async function hasObject(
  server: StrictS3Server,
  bytes: Uint8Array<ArrayBuffer> = S3_BYTES,
  key = "video.mp4",
): Promise<boolean> {
  const { violations } = server;
  if (violations.length > 0) throw new Error(violations.join("; "));
  const { uploads } = server.bucket();
  if (uploads.length > 0) throw new Error(`${uploads.length} uploads are left`);
  return sameBytes(await server.bucket().object(key).bytes(), bytes);
}
