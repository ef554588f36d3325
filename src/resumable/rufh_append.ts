import type { Reply } from "../request/protocol.ts";
import type { Chunk } from "./chunk.ts";
import { completenessIn, offsetIn } from "./rufh_fields.ts";
import type { RufhVersion } from "./rufh_settings.ts";

/** A request that appends a chunk to an upload. */
export interface Append {
  /** Where the upload is. */
  readonly url: URL;
  readonly offset: number;
  readonly chunk: Chunk;
  /** Whether its end is the end of the upload. */
  readonly completes: boolean;
}

/**
 * Whether a reply to an append is the response to the whole upload, whatever its
 * status.
 *
 * Version 8 says so in `Upload-Complete`. Version 6 need not: a success is one
 * that has stored all (draft -05, Upload Append).
 *
 * @param end Where the append ends; undefined if that is not known.
 */
export function isFinal(
  reply: Reply,
  { completes }: Pick<Append, "completes">,
  end: number | undefined,
  version: RufhVersion,
): boolean {
  if (!completes) return false;
  const isComplete = completenessIn(reply);
  if (version === 8 || isComplete !== undefined) return isComplete === true;
  return reply.response.ok && (offsetIn(reply) ?? end) === end;
}
