import { excerpt } from "../errors/excerpt.ts";
import { withoutSecrets } from "../errors/redact.ts";
import { UPLOAD_ENDED } from "../errors/upload_ended.ts";
import type { OpenUpload, Reply, Send } from "../request/protocol.ts";
import { assertNoForm } from "../resumable/form_refusal.ts";
import { protocolError } from "../resumable/protocol_error.ts";
import { runClaimed } from "../resumable/run_claimed.ts";
import { UploadRecord } from "../resumable/upload_record.ts";
import { follow } from "../transfer/follow.ts";
import { MultipartRun } from "./multipart_run.ts";
import { assertStorable, partSizeFor } from "./part_size.ts";
import type { Parts } from "./parts.ts";
import { putObject } from "./put_object.ts";
import { RangeParts } from "./range_parts.ts";
import { Refused, S3Client } from "./s3_client.ts";
import {
  assertUnauthorized,
  conditionHeaders,
  objectHeaders,
} from "./s3_headers.ts";
import { describeRefusal, isTransient, refusedReply } from "./s3_refusal.ts";
import type { S3Settings } from "./s3_settings.ts";
import { StreamParts } from "./stream_parts.ts";

/** What is known of an upload from its first attempt to its last one. */
export class S3Run {
  readonly #settings: S3Settings;
  #record: UploadRecord | undefined;
  #multipart: MultipartRun | undefined;
  /** Those of a source that opens only from its start. */
  #streamParts: StreamParts | undefined;

  constructor(settings: S3Settings) {
    this.#settings = settings;
  }

  /** Runs an attempt. */
  async attempt(upload: OpenUpload, send: Send): Promise<Reply> {
    const { signer, store, checksum } = this.#settings;
    const { source, url, signal } = upload;
    assertUnauthorized(upload);
    assertNoForm(
      upload,
      "s3() stores what it sends as the object",
      "pass the file alone as 'source', and its fields as 'headers'",
    );
    assertStorable(source.size, url);
    const client = new S3Client(upload, send, signer);
    this.#record ??= await UploadRecord.of(nameOf(checksum), upload, store);
    const multipart = this.#multipart ??= new MultipartRun(
      this.#settings,
      this.#record,
    );
    if (this.#record === undefined) {
      // The upload may be cancelled, but this goes on.
      const apart = { ...upload, signal: new AbortController().signal };
      upload.onFailure(async (send) => {
        await multipart.abort(new S3Client(apart, send, signer));
        return undefined;
      });
    }
    // What opens once is read on by the next attempt, so that no part is lost.
    const reading = new AbortController();
    const unfollow = follow(reading, signal);
    const opened = source.reopens
      ? { ...upload, signal: reading.signal }
      : upload;
    try {
      return await runClaimed(
        this.#record,
        signal,
        () => this.#run(opened, client, multipart),
      );
    } finally {
      unfollow();
      reading.abort(UPLOAD_ENDED);
    }
  }

  async #run(
    upload: OpenUpload,
    client: S3Client,
    multipart: MultipartRun,
  ): Promise<Reply> {
    try {
      await multipart.recall(client);
      if (upload.source.reopens) this.#streamParts = undefined;
      this.#streamParts?.restart();
      const reply = await this.#send(upload, client, multipart);
      await this.#record?.forget();
      return reply;
    } catch (thrown) {
      if (thrown instanceof Refused) return toOutcome(thrown, upload.url);
      throw thrown;
    }
  }

  async #send(
    upload: OpenUpload,
    client: S3Client,
    multipart: MultipartRun,
  ): Promise<Reply> {
    while (true) {
      const parts = this.#partsOf(upload, multipart);
      if (multipart.state === undefined && await parts.isSingle()) {
        return await this.#put(upload, client, parts);
      }
      try {
        return await multipart.send(upload, client, parts);
      } catch (thrown) {
        const stored = await multipart.settle(upload, client, thrown);
        if (stored !== undefined) return stored;
        this.#streamParts = undefined;
      }
    }
  }

  #partsOf(
    { source, url, signal }: OpenUpload,
    { state }: MultipartRun,
  ): Parts {
    const { partSize, checksum } = this.#settings;
    const options = {
      partSize: state?.partSize ?? partSizeFor(source.size, partSize),
      inMemory: checksum !== undefined,
      signal,
    };
    const isStored = (number: number, size?: number) =>
      state?.has(number, size) ?? false;
    return source.reopens && source.size >= 0
      ? new RangeParts(source, options, isStored)
      : this.#streamParts ??= new StreamParts(source, url, options, isStored);
  }

  async #put(
    upload: OpenUpload,
    client: S3Client,
    parts: Parts,
  ): Promise<Reply> {
    const { checksum, createsOnly } = this.#settings;
    const part = await parts.next();
    const headers = {
      ...objectHeaders(upload),
      ...conditionHeaders(upload, createsOnly),
    };
    return await putObject(client, part, headers, checksum);
  }
}

/** What a store calls the protocol: checksums are part of an upload. */
export function nameOf(checksum: S3Settings["checksum"]): string {
  return checksum === undefined ? "s3" : `s3-${checksum}`;
}

/**
 * The outcome of a refused request. One that was refused with a success is an
 * error, because a status of 200 would say that the object is stored.
 */
function toOutcome({ reply, refusal }: Refused, url: URL): Reply {
  if (!reply.response.ok) return refusedReply(reply, refusal);
  const said = withoutSecrets(excerpt(describeRefusal(refusal)), url);
  throw protocolError(
    url,
    `the server responded with ${refusal.status} and the error ${said}`,
    { isTransient: isTransient(refusal) },
  );
}
