import { PutObjectCommand, S3Client } from "npm:@aws-sdk/client-s3@^3.1173.0";
import { getSignedUrl } from "npm:@aws-sdk/s3-request-presigner@^3.1164.0";

/** The bucket that is there. */
export const BUCKET = "uploads";

/** A client of the S3 server at an endpoint. */
export function s3Client(endpoint: string): S3Client {
  return new S3Client({
    endpoint,
    forcePathStyle: true,
    region: "us-east-1",
    credentials: { accessKeyId: "AKTEST", secretAccessKey: "a secret" },
    // A checksum in a presigned URL would be that of no bytes.
    requestChecksumCalculation: "WHEN_REQUIRED",
  });
}

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
