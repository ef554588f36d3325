import type { Reply } from "../request/protocol.ts";
import { FinalReply } from "./protocol_error.ts";
import type { UploadRecord } from "./upload_record.ts";

/**
 * Runs an attempt while it has its upload for itself.
 *
 * @returns Its result, or the reply that ended it early.
 */
export async function runClaimed<Result>(
  record: UploadRecord | undefined,
  signal: AbortSignal,
  attempt: () => Promise<Result>,
): Promise<Result | Reply> {
  const claim = await record?.claim(signal);
  try {
    return await attempt();
  } catch (thrown) {
    if (thrown instanceof FinalReply) return thrown.reply;
    throw thrown;
  } finally {
    await claim?.[Symbol.asyncDispose]();
  }
}
