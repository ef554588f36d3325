import type { Protocol } from "../request/protocol.ts";
import type { Settings } from "./settings.ts";
import { openStateDirectory } from "./state_directory.ts";
import { UsageError } from "./usage_error.ts";

/**
 * The protocol that a command line asks for; undefined for a single request.
 *
 * @throws {UploadError} If the directory for unfinished uploads cannot be used.
 */
export async function openProtocol(
  { resume, s3 }: Settings,
): Promise<Protocol | undefined> {
  if (s3) throw new UsageError("Option '--s3' is not available yet");
  if (resume === undefined) return undefined;
  // Most uploads need none of it.
  const { FileStore, rufh, tus } = await import("../resumable/mod.ts");
  const store = new FileStore(await openStateDirectory());
  return resume === "tus" ? tus({ store }) : rufh({ store });
}
