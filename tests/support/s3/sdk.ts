import {
  S3Client,
  type S3ClientConfig,
} from "npm:@aws-sdk/client-s3@^3.1173.0";
import { S3_CREDENTIALS } from "./s3_options.ts";

/** A client of AWS for a server, with the bucket in the path. */
export function sdkFor(
  { url }: { readonly url: string },
  options: S3ClientConfig = {},
): S3Client & Disposable {
  const client = new S3Client({
    endpoint: url,
    forcePathStyle: true,
    region: "us-east-1",
    credentials: S3_CREDENTIALS,
    maxAttempts: 1,
    // As for R2 and other servers than that of AWS.
    requestChecksumCalculation: "WHEN_REQUIRED",
    ...options,
  });
  return Object.assign(client, { [Symbol.dispose]: () => client.destroy() });
}
