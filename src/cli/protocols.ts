import type { Protocol } from "../request/protocol.ts";
import { type FoundFile, STDIN_NAME } from "./found_file.ts";
import type { Settings } from "./settings.ts";
import { openStateDirectory } from "./state_directory.ts";
import { UsageError } from "./usage_error.ts";

/** The protocol for a file; undefined for a single request. */
type ProtocolFor = (file: FoundFile) => Protocol | undefined;

/** A stream continues within a chunk of this size, which is kept in memory. */
const STREAM_CHUNK = 8 * 1024 * 1024;

/**
 * Prepares the protocol that a command line asks for.
 *
 * @throws {UploadError} If the directory for unfinished uploads cannot be used.
 */
export async function openProtocol(
  { resume, s3 }: Settings,
): Promise<ProtocolFor> {
  if (s3) throw new UsageError("Option '--s3' is not available yet");
  if (resume === undefined) return () => undefined;
  // Most uploads need none of it.
  const { FileStore, rufh, tus } = await import("../resumable/mod.ts");
  const store = new FileStore(await openStateDirectory());
  return ({ isStdin }) => {
    const chunkSize = isStdin ? STREAM_CHUNK : undefined;
    if (resume === "rufh") return rufh({ store, chunkSize });
    const metadata = isStdin ? { filename: STDIN_NAME } : {};
    return tus({ store, chunkSize, metadata });
  };
}
