import { toLoadError } from "../errors/load_error.ts";
import { hasFiles } from "../files/node_builtins.ts";

/**
 * Loads the code that signs, which pages whose server signs never need.
 *
 * @throws {UploadError} `network` if it cannot be loaded.
 */
export async function loadSigner(): Promise<typeof import("aws4fetch")> {
  try {
    // A literal, so that bundlers find it.
    return await import("aws4fetch");
  } catch (thrown) {
    throw toLoadError("network", "signs requests", thrown);
  }
}

/**
 * Loads the code that computes CRC-32, which uploads rarely need.
 *
 * @throws {UploadError} `network` if it cannot be loaded.
 */
export async function loadCrc32(): Promise<(bytes: Uint8Array) => number> {
  try {
    return (await import("crc-32")).default.buf;
  } catch (thrown) {
    throw toLoadError("network", "computes checksums", thrown);
  }
}

// Deno 2.9 panics if it has to load code when no file descriptor is left, so
// load it at the start in a runtime that has files. An upload reports a failure.
if (hasFiles()) Promise.all([loadSigner(), loadCrc32()]).catch(() => {});
