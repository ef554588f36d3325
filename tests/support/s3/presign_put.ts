import {
  PutObjectCommand,
  type S3Client,
} from "npm:@aws-sdk/client-s3@^3.1173.0";
import { getSignedUrl } from "npm:@aws-sdk/s3-request-presigner@^3.1164.0";

/** The bucket that each test server has. */
export const BUCKET = "uploads";

/** Signs a URL that takes an object of exactly this length, with AWS's own presigner. */
export function presignPut(
  client: S3Client,
  key: string,
  length: number,
  signingDate: Date = new Date(),
): Promise<string> {
  const command = new PutObjectCommand({
    Bucket: BUCKET,
    Key: key,
    ContentLength: length,
  });
  return getSignedUrl(client, command, { expiresIn: 60, signingDate });
}
