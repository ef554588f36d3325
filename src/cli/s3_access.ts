import type { S3Credentials } from "../s3/s3_signing.ts";
import { optionalVariable } from "./optional_variable.ts";
import { requiredVariable } from "./required_variable.ts";
import type { Settings } from "./settings.ts";

/** What signs requests to S3. */
export interface S3Access {
  readonly credentials: S3Credentials;
  /** Undefined for that of the URL. */
  readonly region: string | undefined;
}

/**
 * Reads the variables of the AWS command line.
 *
 * @throws {UsageError} If the id or the secret of the key is missing.
 */
export function readS3Access({ region }: Pick<Settings, "region">): S3Access {
  return {
    credentials: {
      accessKeyId: requiredVariable("AWS_ACCESS_KEY_ID"),
      secretAccessKey: requiredVariable("AWS_SECRET_ACCESS_KEY"),
      sessionToken: optionalVariable("AWS_SESSION_TOKEN") || undefined,
    },
    region: region ??
      (optionalVariable("AWS_REGION") ||
        optionalVariable("AWS_DEFAULT_REGION") || undefined),
  };
}
