import type { Reply } from "../request/protocol.ts";
import type { Chunk, Chunks } from "./chunk.ts";
import {
  assertOk,
  FinalReply,
  isGone,
  protocolError,
} from "./protocol_error.ts";
import { otherLength } from "./server_faults.ts";
import { unreachable } from "./stream_chunks.ts";
import { checksumOf } from "./tus_checksum.ts";
import type { TusClient } from "./tus_client.ts";
import { createUpload } from "./tus_creation.ts";
import { expiryOf, lengthOf, offsetOf } from "./tus_headers.ts";
import type { TusPart } from "./tus_part.ts";
import type { TusChecksum } from "./tus_settings.ts";

/** What a part needs of the whole upload. */
export interface TusSenderOptions {
  readonly checksum: TusChecksum | undefined;
  /** Called when the part has changed: its URL, its offset or its expiry. */
  changed(): Promise<void>;
  /**
   * Makes chunks smaller, because one of this size in bytes was too large.
   *
   * @returns Whether it did.
   */
  shrink(size: number): boolean;
  /** Whether another upload may take the place of one that is gone. */
  mayReplace(): boolean;
}

/** Sends a part in one attempt: from where the server is, to the end. */
export class TusSender {
  readonly #part: TusPart;
  readonly #chunks: Chunks;
  readonly #client: TusClient;
  readonly #options: TusSenderOptions;
  /** Whether the offset was corrected, and nothing new was stored since. */
  #isCorrected = false;
  /** The greatest offset that was stored, which a correction may take back. */
  #maxStored = 0;

  constructor(
    part: TusPart,
    chunks: Chunks,
    client: TusClient,
    options: TusSenderOptions,
  ) {
    this.#part = part;
    this.#chunks = chunks;
    this.#client = client;
    this.#options = options;
  }

  /** Sends it, and returns the last reply. */
  async run(): Promise<Reply> {
    const { url } = this.#part;
    let reply = url === undefined
      ? await this.#create()
      : await this.#locate(url);
    while (this.#part.offset !== this.#part.length) {
      reply = await this.#append();
    }
    return reply;
  }

  async #create(): Promise<Reply> {
    const { total } = this.#chunks;
    const headers = {
      ...this.#part.headers,
      ...(total === undefined
        ? { "upload-defer-length": "1" }
        : { "upload-length": String(total) }),
    };
    const { url, reply } = await createUpload(this.#client, headers, total);
    this.#part.url = url;
    await this.#stored(reply, 0, total);
    return reply;
  }

  /** Asks the server how far it is. */
  async #locate(url: URL): Promise<Reply> {
    const reply = await this.#client.request("HEAD", url);
    if (isGone(reply)) return await this.#replace(new FinalReply(reply));
    assertOk(reply);
    const { total } = this.#chunks;
    const isDeferred = reply.response.headers.has("upload-defer-length");
    const length = lengthOf(reply) ?? (isDeferred ? undefined : total);
    if (length !== undefined && total !== undefined && length !== total) {
      return await this.#replace(otherLength(url, length, total));
    }
    const offset = offsetOf(reply, url, 0, total ?? length ?? Infinity);
    await this.#stored(reply, offset, length);
    return reply;
  }

  async #append(): Promise<Reply> {
    const { url, offset, length } = this.#part;
    // It is replaced, never left without one.
    if (url === undefined) return await this.#create();
    const chunk = await this.#chunks.at(offset);
    const { total } = this.#chunks;
    this.#assertLength(url, offset, chunk);
    const told = length ?? total;
    const reply = await this.#client.request("PATCH", url, {
      "content-type": "application/offset+octet-stream",
      "upload-offset": String(offset),
      ...(length === undefined && total !== undefined &&
        { "upload-length": String(total) }),
      ...await checksumOf(chunk, this.#options.checksum),
    }, chunk);
    if (!reply.response.ok) return await this.#refused(reply, url, chunk);
    const end = chunk.size < 0
      ? this.#chunks.total ?? Infinity
      : offset + chunk.size;
    const next = offsetOf(reply, url, offset, end);
    if (next === offset && end > offset) {
      throw protocolError(url, `the server stored nothing from ${offset} on`, {
        isTransient: true,
      });
    }
    if (next > this.#maxStored) {
      this.#maxStored = next;
      this.#isCorrected = false;
    }
    await this.#stored(reply, next, told);
    if (next === told && this.#chunks.total === undefined) {
      this.#assertLength(url, next, await this.#chunks.at(next));
    }
    return reply;
  }

  /**
   * Assures that a stream has as many bytes as the server expects, which others
   * may have told it.
   */
  #assertLength(url: URL, offset: number, { size }: Chunk): void {
    const { length } = this.#part;
    if (length === undefined) return;
    const { total = Math.max(length, offset + size) } = this.#chunks;
    if (total !== length) throw otherLength(url, length, total);
  }

  /** Decides what follows a PATCH that was refused. */
  async #refused(
    reply: Reply,
    url: URL,
    { size, reopens }: Chunk,
  ): Promise<Reply> {
    const { status } = reply.response;
    if (isGone(reply)) return await this.#replace(new FinalReply(reply));
    if (status === 460) {
      throw protocolError(url, "the bytes arrived damaged", {
        isTransient: true,
      });
    }
    if (status === 413 && reopens && this.#options.shrink(size)) {
      return await this.#locate(url);
    }
    if (status !== 409 && status !== 400) throw new FinalReply(reply);
    const { offset } = this.#part;
    if (!this.#isCorrected) {
      this.#isCorrected = true;
      const head = await this.#locate(url);
      const isMoved = this.#part.offset !== offset || this.#part.url !== url;
      if (isMoved) return head;
    }
    if (status === 400) throw new FinalReply(reply);
    throw protocolError(url, `the server refused the offset ${offset}`, {
      isTransient: true,
    });
  }

  /**
   * Creates another upload in the place of one that is gone.
   *
   * @throws The reason why it is needed, if it may not be.
   */
  async #replace(reason: Error): Promise<Reply> {
    if (!this.#options.mayReplace()) throw reason;
    if (!this.#chunks.reaches(0)) throw unreachable(0);
    this.#part.url = undefined;
    await this.#stored(undefined, 0, undefined);
    return await this.#create();
  }

  async #stored(
    reply: Reply | undefined,
    offset: number,
    length: number | undefined,
  ): Promise<void> {
    this.#part.offset = offset;
    this.#part.length = length;
    this.#part.expires = reply &&
      (expiryOf(reply, Date.now()) ?? this.#part.expires);
    await this.#options.changed();
  }
}
