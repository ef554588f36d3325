import type { Reply } from "../request/protocol.ts";
import { Refused, type S3Client } from "./s3_client.ts";

/** What an object has that an upload has stored. */
export interface ExpectedObject {
  /** In bytes. */
  readonly size: number;
  /** How many parts it was sent in; 0 for a single request. */
  readonly parts: number;
  /** When the upload began, in ms since 1970 by the clock of the server. */
  readonly since: number;
}

/**
 * Finds out whether an upload has stored its object, although the response was
 * lost: whether there is one of the same size and the same number of parts that is
 * no older (the ETag of an object in parts ends with their number).
 *
 * @returns The response that shows it; undefined if it has not.
 */
export async function findStored(
  client: S3Client,
  expected: ExpectedObject,
): Promise<Reply | undefined> {
  try {
    const reply = await client.request({ method: "HEAD" });
    return isStored(reply.response.headers, expected) ? reply : undefined;
  } catch (thrown) {
    // Without the permission to read, the status is 403.
    if (thrown instanceof Refused && thrown.refusal.status < 500) {
      return undefined;
    }
    throw thrown;
  }
}

function isStored(
  headers: Headers,
  { size, parts, since }: ExpectedObject,
): boolean {
  const [, count = "0"] = /-(\d+)"?$/.exec(headers.get("etag") ?? "") ?? [];
  const modified = Date.parse(headers.get("last-modified") ?? "");
  return Number(headers.get("content-length") ?? NaN) === size &&
    Number(count) === parts && modified >= Math.floor(since / 1000) * 1000;
}
