import type { OpenUpload, Reply } from "../request/protocol.ts";
import { quietly } from "../streams/quietly.ts";
import { assertOk, isGone } from "./protocol_error.ts";
import { runClaimed } from "./run_claimed.ts";
import type { UploadStore } from "./store.ts";
import { UploadRecord } from "./upload_record.ts";

/** Sends a request to the URL of an upload. */
interface UploadClient {
  request(method: "DELETE", url: URL): Promise<Reply>;
}

/** What is ended. */
export interface EndOptions {
  /** The name of the protocol. */
  readonly protocol: string;
  readonly store: UploadStore | undefined;
  /** The upload, if it is not the one that the store remembers. */
  readonly uploadUrl: URL | undefined;
  /** The error for a server that cannot end uploads. */
  readonly notSupported: Error;
}

/** What a server that cannot end uploads responds. */
const NOT_SUPPORTED = [405, 501];

/** Ends uploads on the server if it can, and ignores the outcome. */
export async function tryToEnd(
  client: UploadClient,
  urls: readonly string[],
): Promise<void> {
  for (const url of urls) {
    if (url !== "") await quietly(() => client.request("DELETE", new URL(url)));
  }
}

/**
 * Ends the upload that a store remembers, on the server and in the store. It
 * stays in the store if that may succeed later.
 *
 * @returns undefined if there is none.
 * @throws If the server cannot end uploads.
 */
export async function endUploads(
  { protocol, store, uploadUrl, notSupported }: EndOptions,
  upload: OpenUpload,
  client: UploadClient,
): Promise<Reply | undefined> {
  const record = uploadUrl === undefined
    ? await UploadRecord.of(protocol, upload, store)
    : undefined;
  return await runClaimed(record, upload.signal, async () => {
    const recalled = await record?.recall();
    const urls = uploadUrl ? [uploadUrl.href] : recalled?.upload.urls ?? [];
    let last: Reply | undefined;
    for (const url of urls.filter((url) => url !== "")) {
      last = await client.request("DELETE", new URL(url));
      if (NOT_SUPPORTED.includes(last.response.status)) {
        await record?.forget();
        throw notSupported;
      }
      if (!isGone(last)) assertOk(last);
    }
    if (recalled !== undefined) await record?.forget();
    return last;
  });
}
