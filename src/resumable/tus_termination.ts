import type { OpenUpload, Reply, Send } from "../request/protocol.ts";
import { quietly } from "../streams/quietly.ts";
import { assertOk, FinalReply, isGone } from "./protocol_error.ts";
import { TusClient } from "./tus_client.ts";
import { unsupported } from "./tus_server.ts";
import type { TusSettings } from "./tus_settings.ts";
import { UploadRecord } from "./upload_record.ts";

/** What a server without the extension responds. */
const NOT_SUPPORTED = [405, 501];

/** Ends uploads on the server if it can, and ignores the outcome. */
export async function tryToEnd(
  client: TusClient,
  urls: readonly string[],
): Promise<void> {
  for (const url of urls) {
    if (url !== "") await quietly(() => client.request("DELETE", new URL(url)));
  }
}

/**
 * Ends the upload that a store remembers, on the server (tus 1.0.0, Termination)
 * and in the store. It stays in the store if that may succeed later.
 *
 * @returns undefined if there is none.
 * @throws {UploadError} `protocol` if the server cannot end uploads.
 */
export async function discardTus(
  { store, uploadUrl, methodOverride }: TusSettings,
  upload: OpenUpload,
  send: Send,
): Promise<Reply | undefined> {
  const client = new TusClient(upload, send, methodOverride);
  const record = uploadUrl === undefined
    ? await UploadRecord.of("tus", upload, store)
    : undefined;
  const claim = await record?.claim(upload.signal);
  try {
    const recalled = await record?.recall();
    const urls = uploadUrl ? [uploadUrl.href] : recalled?.upload.urls ?? [];
    let last: Reply | undefined;
    for (const url of urls.filter((url) => url !== "")) {
      last = await client.request("DELETE", new URL(url));
      const { status } = last.response;
      if (NOT_SUPPORTED.includes(status)) {
        await record?.forget();
        throw unsupported(upload.url, "termination");
      }
      if (!isGone(last)) assertOk(last);
    }
    if (recalled !== undefined) await record?.forget();
    return last;
  } catch (thrown) {
    if (thrown instanceof FinalReply) return thrown.reply;
    throw thrown;
  } finally {
    await claim?.[Symbol.asyncDispose]();
  }
}
