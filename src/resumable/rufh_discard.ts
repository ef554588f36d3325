import type { OpenUpload, Reply, Send } from "../request/protocol.ts";
import { endUploads } from "./end_uploads.ts";
import { protocolError } from "./protocol_error.ts";
import { RufhClient } from "./rufh_client.ts";
import { nameOf } from "./rufh_run.ts";
import type { RufhSettings } from "./rufh_settings.ts";

/**
 * Ends the upload that a store remembers (draft -11, Upload Cancellation).
 *
 * @returns undefined if there is none.
 * @throws {UploadError} `protocol` if the server cannot end uploads.
 */
export function discardRufh(
  { version, store, uploadUrl }: RufhSettings,
  upload: OpenUpload,
  send: Send,
): Promise<Reply | undefined> {
  const client = new RufhClient(upload, send, version);
  const notSupported = protocolError(
    upload.url,
    "the server does not end uploads",
  );
  const options = { protocol: nameOf(version), store, uploadUrl, notSupported };
  return endUploads(options, upload, client);
}
