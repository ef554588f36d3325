import type { OpenUpload, Reply, Send } from "../request/protocol.ts";
import { runClaimed } from "../resumable/run_claimed.ts";
import { UploadRecord } from "../resumable/upload_record.ts";
import { abortUpload } from "./abort_upload.ts";
import { recallObject } from "./remembered_object.ts";
import { Refused, S3Client } from "./s3_client.ts";
import { nameOf } from "./s3_run.ts";
import { refusedReply } from "./s3_refusal.ts";
import type { S3Settings } from "./s3_settings.ts";

/**
 * Removes the parts of the object that a store remembers, from the server and
 * from the store.
 *
 * @returns undefined if there is none.
 */
export async function discardObject(
  settings: S3Settings,
  upload: OpenUpload,
  send: Send,
): Promise<Reply | undefined> {
  const { signer, checksum, store } = settings;
  const record = await UploadRecord.of(nameOf(checksum), upload, store);
  const client = new S3Client(upload, send, signer);
  return await runClaimed(record, upload.signal, async () => {
    const recalled = await recallObject(record);
    if (recalled === undefined) return undefined;
    try {
      const reply = await abortUpload(client, recalled.uploadId);
      await record?.forget();
      return reply;
    } catch (thrown) {
      if (!(thrown instanceof Refused)) throw thrown;
      return refusedReply(thrown.reply, thrown.refusal);
    }
  });
}
