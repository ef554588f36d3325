import type { OpenUpload, Reply, Send } from "../request/protocol.ts";
import { tryToEnd } from "./end_uploads.ts";
import { assertNoForm } from "./form_refusal.ts";
import { RufhChunks } from "./rufh_chunks.ts";
import { RufhClient } from "./rufh_client.ts";
import { RufhSender } from "./rufh_sender.ts";
import type { RufhSettings } from "./rufh_settings.ts";
import { type RufhState, stateAt } from "./rufh_state.ts";
import { runClaimed } from "./run_claimed.ts";
import { UploadRecord } from "./upload_record.ts";

/** How often an upload that is gone is replaced in one run. */
const MAX_REPLACED = 3;

/** What is known of an upload from its first attempt to its last one. */
export class RufhRun {
  readonly #settings: RufhSettings;
  #record: UploadRecord | undefined;
  #state: RufhState | undefined;
  /** Those of a stream, which opens once. */
  #chunks: RufhChunks | undefined;
  #replaced = 0;

  constructor(settings: RufhSettings) {
    this.#settings = settings;
  }

  /** Runs an attempt. */
  async attempt(upload: OpenUpload, send: Send): Promise<Reply> {
    const { store, uploadUrl, version } = this.#settings;
    if (store !== undefined) {
      assertNoForm(
        upload,
        "rufh() cannot resume it from a 'store', because its boundary is random",
        "leave out 'store', or pass the file alone as 'source'",
      );
    }
    const client = new RufhClient(upload, send, version);
    if (uploadUrl === undefined) {
      this.#record ??= await UploadRecord.of(nameOf(version), upload, store);
    }
    return await runClaimed(this.#record, upload.signal, async () => {
      const state = this.#state ??= await this.#recall(client);
      const sender = new RufhSender({
        upload,
        settings: this.#settings,
        state,
        chunks: this.#chunksOf(upload, state),
        client,
        changed: () => this.#changed(state, upload),
        mayReplace: () =>
          uploadUrl === undefined && this.#replaced++ < MAX_REPLACED,
      });
      const reply = await sender.run();
      await this.#record?.forget();
      return reply;
    });
  }

  /** Recalls what an earlier run has begun. */
  async #recall(client: RufhClient): Promise<RufhState> {
    const { uploadUrl } = this.#settings;
    if (uploadUrl !== undefined) return stateAt(uploadUrl);
    const recalled = await this.#record?.recall();
    const { urls: [url = ""] = [], expires = Infinity } = recalled?.upload ??
      {};
    if (recalled?.isContinued && url !== "") return stateAt(new URL(url));
    // What has expired is to be left alone (draft -11, Limits).
    if (expires > Date.now()) await tryToEnd(client, [url]);
    return stateAt(undefined);
  }

  #chunksOf(upload: OpenUpload, state: RufhState): RufhChunks {
    const open = () => new RufhChunks(upload, this.#settings, state);
    // What opens again is cancelled after each attempt.
    return upload.source.reopens ? open() : this.#chunks ??= open();
  }

  async #changed(
    { url, offset, expires }: RufhState,
    { acknowledge }: OpenUpload,
  ): Promise<void> {
    acknowledge(offset);
    await this.#record?.remember([url?.href ?? ""], expires);
  }
}

/** What a store calls the protocol. Versions cannot continue each other. */
export function nameOf(version: RufhSettings["version"]): string {
  return `rufh-${version}`;
}
