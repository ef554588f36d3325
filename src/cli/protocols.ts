import type { Protocol } from "../request/protocol.ts";
import { type FoundFile, STDIN_NAME } from "./found_file.ts";
import { readS3Access } from "./s3_access.ts";
import type { Settings } from "./settings.ts";
import { openStateDirectory } from "./state_directory.ts";

/** The protocol for a file; undefined for a single request. */
type ProtocolFor = (file: FoundFile) => Protocol | undefined;

/** A stream continues within a chunk of this size, which is kept in memory. */
const STREAM_CHUNK = 8 * 1024 * 1024;

/**
 * Prepares the protocol that a command line asks for.
 *
 * @throws {UploadError} If the directory for unfinished uploads cannot be used.
 * @throws {UsageError} If a variable with the access key is not set.
 */
export async function openProtocol(settings: Settings): Promise<ProtocolFor> {
  const { resume } = settings;
  if (settings.s3) return await openS3(settings);
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

async function openS3(settings: Settings): Promise<ProtocolFor> {
  const access = readS3Access(settings);
  const { s3 } = await import("../s3/mod.ts");
  const { FileStore } = await import("../resumable/file_store.ts");
  const store = new FileStore(await openStateDirectory());
  return () => s3({ ...access, store });
}
