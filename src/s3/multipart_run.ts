import type { OpenUpload, Reply } from "../request/protocol.ts";
import type { UploadRecord } from "../resumable/upload_record.ts";
import { quietly } from "../streams/quietly.ts";
import { abortUpload } from "./abort_upload.ts";
import {
  completeUpload,
  createUpload,
  isNoSuchUpload,
  listParts,
  sendPart,
} from "./multipart.ts";
import { assertComplete, refreshParts } from "./listed_parts.ts";
import { partCount, partSizeFor } from "./part_size.ts";
import type { Parts } from "./parts.ts";
import { recallObject, rememberObject } from "./remembered_object.ts";
import { Refused, type S3Client } from "./s3_client.ts";
import {
  conditionHeaders,
  creationHeaders,
  objectHeaders,
} from "./s3_headers.ts";
import type { S3Settings } from "./s3_settings.ts";
import { sendParts } from "./send_parts.ts";
import { findStored } from "./stored_object.ts";
import { UploadState } from "./upload_state.ts";

/** How often an upload that is gone is replaced in one run. */
const MAX_REPLACED = 3;
/** How far the clock here may be ahead of that of the server, in ms. */
const MAX_SKEW = 15 * 60_000;

/** An object that is sent in parts, in one attempt or in several. */
export class MultipartRun {
  readonly #settings: S3Settings;
  readonly #record: UploadRecord | undefined;
  #hasRecalled = false;
  #state: UploadState | undefined;
  #creating: Promise<UploadState> | undefined;
  #replaced = 0;

  /** @param record Remembers it; undefined if it cannot be resumed later. */
  constructor(settings: S3Settings, record: UploadRecord | undefined) {
    this.#settings = settings;
    this.#record = record;
  }

  /** What the server has; undefined as long as it has nothing. */
  get state(): UploadState | undefined {
    return this.#state;
  }

  /** Recalls what an earlier run has begun. */
  async recall(client: S3Client): Promise<void> {
    if (this.#hasRecalled) return;
    this.#hasRecalled = true;
    const recalled = await recallObject(this.#record);
    this.#state = recalled?.state;
    if (recalled !== undefined && recalled.state === undefined) {
      await quietly(() => abortUpload(client, recalled.uploadId));
    }
  }

  /**
   * Sends what is missing, and completes the object.
   *
   * @throws {Refused} If the server refuses it.
   */
  async send(
    upload: OpenUpload,
    client: S3Client,
    parts: Parts,
  ): Promise<Reply> {
    const { parallel, checksum: algorithm } = this.#settings;
    const state = this.#state ??
      await (this.#creating = this.#create(upload, client));
    if (state.isUncertain) await refreshParts(state, upload, client);
    upload.acknowledge(state.bytes);
    await sendParts(parts, parallel, async (part, signal) => {
      const options = { algorithm, signal };
      state.add(await sendPart(client, state.uploadId, part, options));
      upload.acknowledge(state.bytes);
    });
    return await this.#complete(upload, client, state);
  }

  /**
   * Finds out what follows a failure after which the server may not have the upload
   * any more.
   *
   * @returns The response that shows that it has stored the object; undefined if
   * another upload takes its place.
   * @throws The failure, if neither is so.
   */
  async settle(
    upload: OpenUpload,
    client: S3Client,
    failure: unknown,
  ): Promise<Reply | undefined> {
    const state = this.#state;
    if (!(failure instanceof Refused) || state === undefined) throw failure;
    const { uploadId, partSize, since, parts, mayBeComplete } = state;
    const { size } = upload.source;
    if (await isGone(failure, client, state)) {
      const stored = mayBeComplete && await findStored(client, {
        size: size < 0 ? state.bytes : size,
        parts: size < 0 ? parts.length : partCount(size, partSize),
        since,
      });
      if (stored) return stored;
    } else if (failure.refusal.code !== "ConditionalRequestConflict") {
      throw failure;
    }
    const mayReplace = upload.source.reopens && this.#replaced++ < MAX_REPLACED;
    if (!mayReplace) throw failure;
    await quietly(() => abortUpload(client, uploadId));
    this.#state = undefined;
    upload.acknowledge(0);
    return undefined;
  }

  /** Removes all parts from the server; undefined if it has none. */
  async abort(client: S3Client): Promise<Reply | undefined> {
    await this.#creating?.catch(() => {});
    return this.#state && await abortUpload(client, this.#state.uploadId);
  }

  async #create(upload: OpenUpload, client: S3Client): Promise<UploadState> {
    const { partSize: given, checksum } = this.#settings;
    const headers = creationHeaders(objectHeaders(upload));
    const { uploadId, reply } = await createUpload(client, headers, checksum);
    const date = Date.parse(reply.response.headers.get("date") ?? "");
    const since = Number.isNaN(date) ? Date.now() - MAX_SKEW : date;
    const partSize = partSizeFor(upload.source.size, given);
    const state = new UploadState(uploadId, partSize, since);
    this.#state = state;
    await rememberObject(this.#record, client.url, state);
    return state;
  }

  async #complete(
    upload: OpenUpload,
    client: S3Client,
    state: UploadState,
  ): Promise<Reply> {
    const { checksum: algorithm, createsOnly } = this.#settings;
    // Pages of other origins may not see the headers of a response.
    const isHidden = state.parts.some(({ etag, checksum }) =>
      etag === undefined || algorithm !== undefined && checksum === undefined
    );
    if (isHidden) await refreshParts(state, upload, client);
    assertComplete(state, upload.source.size, client.url);
    const headers = conditionHeaders(upload, createsOnly);
    const { uploadId, parts, mayBeComplete } = state;
    // Only then is an object of that size ours, also if this process ends here.
    state.mayBeComplete = true;
    await rememberObject(this.#record, client.url, state);
    try {
      return await completeUpload(client, uploadId, parts, headers);
    } catch (thrown) {
      if (thrown instanceof Refused) {
        const { code, status } = thrown.refusal;
        state.isUncertain = /^InvalidPart/.test(code);
        if (status >= 400 && status < 500) state.mayBeComplete = mayBeComplete;
      }
      throw thrown;
    }
  }
}

/** Whether the server does not have an upload any more. */
async function isGone(
  failure: Refused,
  client: S3Client,
  { uploadId, mayBeComplete }: UploadState,
): Promise<boolean> {
  if (isNoSuchUpload(failure)) return true;
  if (failure.refusal.status !== 412 || !mayBeComplete) return false;
  try {
    await listParts(client, uploadId);
    return false;
  } catch (thrown) {
    return isNoSuchUpload(thrown);
  }
}
