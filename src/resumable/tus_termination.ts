import type { OpenUpload, Reply, Send } from "../request/protocol.ts";
import { endUploads } from "./end_uploads.ts";
import { TusClient } from "./tus_client.ts";
import { unsupported } from "./tus_server.ts";
import type { TusSettings } from "./tus_settings.ts";

/**
 * Ends the upload that a store remembers (tus 1.0.0, Termination).
 *
 * @returns undefined if there is none.
 * @throws {UploadError} `protocol` if the server cannot end uploads.
 */
export function discardTus(
  { store, uploadUrl, methodOverride }: TusSettings,
  upload: OpenUpload,
  send: Send,
): Promise<Reply | undefined> {
  const client = new TusClient(upload, send, methodOverride);
  const notSupported = unsupported(upload.url, "termination");
  const options = { protocol: "tus", store, uploadUrl, notSupported };
  return endUploads(options, upload, client);
}
