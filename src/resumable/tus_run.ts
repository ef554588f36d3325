import type { OpenUpload, Reply, Send } from "../request/protocol.ts";
import type { Chunks } from "./chunk.ts";
import { chunksOf } from "./chunks_of.ts";
import { tryToEnd } from "./end_uploads.ts";
import { assertNoForm } from "./form_refusal.ts";
import type { ChunkOptions } from "./range_chunks.ts";
import { runClaimed } from "./run_claimed.ts";
import { TusClient } from "./tus_client.ts";
import { concatenate, sendTogether } from "./tus_concatenation.ts";
import type { TusPart } from "./tus_part.ts";
import { assertDivisible, metadataHeader, planParts } from "./tus_plan.ts";
import { TusSender } from "./tus_sender.ts";
import { askServer, assertSupported, neededExtensions } from "./tus_server.ts";
import type { TusSettings } from "./tus_settings.ts";
import { UploadRecord } from "./upload_record.ts";

/** How often an upload that is gone is replaced in one run. */
const MAX_REPLACED = 3;
/** In bytes: a server that refuses even this much is not asked with less. */
const MIN_CHUNK = 64 * 1024;

/** What is known of an upload from its first attempt to its last one. */
export class TusRun {
  readonly #settings: TusSettings;
  #record: UploadRecord | undefined;
  #parts: readonly TusPart[] | undefined;
  /** Those of a stream, which opens once. */
  #chunks: Chunks | undefined;
  /** The maximum size of a chunk; less than in the settings after a 413. */
  #chunkSize: number;
  #isSupported = false;
  #replaced = 0;

  constructor(settings: TusSettings) {
    this.#settings = settings;
    this.#chunkSize = settings.chunkSize;
  }

  /** Runs an attempt. */
  async attempt(upload: OpenUpload, send: Send): Promise<Reply> {
    const { store, uploadUrl, methodOverride } = this.#settings;
    assertNoForm(
      upload,
      "tus() stores what it sends as the file",
      "pass the file alone as 'source', and its fields as 'metadata' of tus()",
    );
    assertDivisible(upload.source, this.#settings);
    const client = new TusClient(upload, send, methodOverride);
    if (uploadUrl === undefined) {
      this.#record ??= await UploadRecord.of("tus", upload, store);
    }
    return await runClaimed(this.#record, upload.signal, async () => {
      await this.#assertSupported(upload, client);
      this.#parts ??= await this.#recall(upload, client);
      const reply = await this.#send(this.#parts, upload, client);
      await this.#record?.forget();
      return reply;
    });
  }

  async #assertSupported(
    { url, source }: OpenUpload,
    client: TusClient,
  ): Promise<void> {
    // An upload that others created has the length that they gave it.
    const size = this.#settings.uploadUrl === undefined ? source.size : 0;
    const needed = neededExtensions(this.#settings, size);
    if (this.#isSupported || needed.length === 0) return;
    const server = await askServer(client);
    assertSupported(server, needed, this.#settings, { size, url });
    this.#isSupported = true;
  }

  /** Plans the parts, and recalls those that an earlier run has begun. */
  async #recall(
    upload: OpenUpload,
    client: TusClient,
  ): Promise<readonly TusPart[]> {
    const recalled = await this.#record?.recall();
    if (recalled === undefined || recalled.isContinued) {
      const urls = recalled?.upload.urls ?? [];
      return planParts(upload, this.#settings, urls);
    }
    await tryToEnd(client, recalled.upload.urls);
    return planParts(upload, this.#settings, []);
  }

  async #send(
    parts: readonly TusPart[],
    upload: OpenUpload,
    client: TusClient,
  ): Promise<Reply> {
    const send = (part: TusPart, client: TusClient) =>
      new TusSender(part, this.#chunksOf(part, upload), client, {
        checksum: this.#settings.checksum,
        changed: () => this.#changed(parts, upload),
        shrink: (size) => this.#shrink(size),
        mayReplace: () =>
          this.#settings.uploadUrl === undefined &&
          this.#replaced++ < MAX_REPLACED,
      }).run();
    const [only, ...others] = parts;
    if (only !== undefined && others.length === 0) {
      return await send(only, client);
    }
    await sendTogether(parts, client, send);
    const headers = metadataHeader(upload, this.#settings);
    return await concatenate(client, parts, headers);
  }

  #chunksOf(
    { range }: TusPart,
    { source, signal }: OpenUpload,
  ): Chunks {
    const size = () => this.#chunkSize;
    const options: ChunkOptions = {
      get chunkSize() {
        return size();
      },
      inMemory: this.#settings.checksum !== undefined,
      signal,
    };
    // What opens again is cancelled after each attempt.
    return source.reopens
      ? chunksOf(source, range, options)
      : this.#chunks ??= chunksOf(source, range, options);
  }

  /** Halves the chunks after one of a size was refused, if that may help. */
  #shrink(size: number): boolean {
    if (size <= MIN_CHUNK) return false;
    const half = Math.max(Math.floor(size / 2), MIN_CHUNK);
    // Another part may have made them smaller already.
    this.#chunkSize = Math.min(this.#chunkSize, half);
    return true;
  }

  async #changed(
    parts: readonly TusPart[],
    { acknowledge }: OpenUpload,
  ): Promise<void> {
    acknowledge(parts.reduce((sum, { offset }) => sum + offset, 0));
    const urls = parts.map(({ url }) => url?.href ?? "");
    const expiries = parts.flatMap(({ expires }) => expires ?? []);
    await this.#record?.remember(
      urls,
      expiries.length === 0 ? undefined : Math.min(...expiries),
    );
  }
}
