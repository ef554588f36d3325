import { toLoadError } from "../errors/load_error.ts";
import { nodeModules } from "../files/node_builtins.ts";
import { abortable } from "../streams/abortable.ts";
import { isBytes } from "../streams/bytes.ts";
import { assertReadable, isBlob } from "./blob.ts";
import { blobSource } from "./blob_source.ts";
import { isPlainBlob } from "./blob_stream.ts";
import { loadFiles } from "./chunks.ts";
import type { FileDescription } from "./file_source.ts";
import { Form } from "./form.ts";
import { openForm } from "./form_source.ts";
import { openFunctionSource } from "./function_source.ts";
import { bytesSource } from "./memory_source.ts";
import type { OpenSource, SingleSource, SourceDescription } from "./source.ts";
import { streamSource } from "./stream_source.ts";
import { isFileSource } from "./upload_source.ts";

/**
 * Opens the source of an upload, at once if it is in memory.
 *
 * @param signal Ends the wait for a file or a function. A source that opens
 * later is closed.
 * @throws {UploadError} If it cannot be opened.
 */
export function openSource(
  description: SourceDescription<SingleSource | Form>,
  signal: AbortSignal,
): OpenSource | Promise<OpenSource> {
  const { source, size } = description;
  if (source instanceof Form) {
    return openForm(source, signal, (part) => openSource(part, signal));
  }
  if (typeof source === "function") {
    return openFunctionSource({
      call: source,
      size,
      open: (returned) => openSource({ ...description, ...returned }, signal),
      signal,
    });
  }
  if (isFileSource(source)) {
    return openFile({ ...description, source }, signal);
  }
  if (isBytes(source)) return bytesSource(source, size);
  if (isBlob(source)) {
    return size === 0
      ? openEmptyBlob(source, signal)
      : blobSource(source, size);
  }
  return streamSource(source, size);
}

/** Opens a Blob that reports a size of 0, as a removed file may. */
async function openEmptyBlob(
  blob: Blob,
  signal: AbortSignal,
): Promise<OpenSource> {
  if (isPlainBlob(blob)) await abortable(assertReadable(blob), signal);
  return blobSource(blob, 0);
}

/** Opens a file, once the code for that is loaded. */
async function openFile(
  description: FileDescription,
  signal: AbortSignal,
): Promise<OpenSource> {
  // Fails without loading anything if the runtime has no files.
  nodeModules();
  const loading = loadFiles().catch((thrown) => {
    throw toLoadError("source", "opens files", thrown);
  });
  const { openFileSource } = await abortable(loading, signal);
  return await openFileSource(description, signal);
}
