import type { BaseDirectory } from "../files/base_directory.ts";
import { currentEnvironment } from "../files/environment.ts";
import { openFileStream } from "../files/file_stream.ts";
import { resolveFile } from "../files/resolve_file.ts";
import { abortable } from "../streams/abortable.ts";
import { bufferIfSmall } from "./memory_source.ts";
import type { OpenSource } from "./open_source.ts";

/** A file, which stays open until the source is closed. */
export async function openFileSource(
  source: string | URL,
  baseDirectory: BaseDirectory | undefined,
  stated: number | undefined,
  signal: AbortSignal,
): Promise<OpenSource> {
  const resolving = resolveFile(source, baseDirectory, currentEnvironment());
  const path = await abortable(resolving, signal);
  const opened = await abortable(
    openFileStream(path, stated),
    signal,
    ({ stream }) => stream.cancel(),
  );
  let first: typeof opened | undefined = opened;
  return {
    size: opened.size,
    reopens: true,
    open: async () => {
      const bytes = first ?? await openFileStream(path, opened.size);
      first = undefined;
      return await bufferIfSmall({ ...bytes, ownsChunks: true });
    },
    close: (reason) => first?.stream.cancel(reason),
  };
}
