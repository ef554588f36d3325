import { kindOf } from "../errors/kind_of.ts";
import { isRecord, refuse } from "../request/validation.ts";
import type { S3Credentials } from "./s3_signing.ts";

/**
 * Checks an access key. Messages never show its values. Providers return more
 * than is used here.
 *
 * @throws {TypeError} If it is wrong.
 */
export function checkCredentials(given: unknown): S3Credentials {
  if (!isRecord(given)) {
    refuse(
      `'credentials' must be an object with 'accessKeyId' and 'secretAccessKey', or a function that returns it (got ${
        kindOf(given)
      })`,
    );
  }
  const { sessionToken, expiration } = given;
  return {
    accessKeyId: checkKey("accessKeyId", given.accessKeyId),
    secretAccessKey: checkKey("secretAccessKey", given.secretAccessKey),
    ...(sessionToken !== undefined &&
      { sessionToken: checkKey("sessionToken", sessionToken) }),
    ...(expiration !== undefined && { expiration: toDate(expiration) }),
  };
}

/** Visible ASCII: what a header can have, without spaces from a copied line. */
function checkKey(name: string, given: unknown): string {
  if (typeof given === "string" && /^[!-~]+$/.test(given)) return given;
  const got = typeof given === "string"
    ? given === "" ? "an empty string" : "a string with other characters"
    : kindOf(given);
  return refuse(
    `'credentials.${name}' must be a string of visible ASCII characters (got ${got})`,
  );
}

function toDate(given: unknown): Date {
  const date = given instanceof Date || typeof given === "string"
    ? new Date(given)
    : undefined;
  if (date !== undefined && !Number.isNaN(date.getTime())) return date;
  return refuse(
    `'credentials.expiration' must be a Date (got ${kindOf(given)})`,
  );
}
