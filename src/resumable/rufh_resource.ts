import type { OpenUpload, Reply } from "../request/protocol.ts";
import type { Chunks } from "./chunk.ts";
import { tryToEnd } from "./end_uploads.ts";
import {
  assertOk,
  FinalReply,
  isGone,
  protocolError,
} from "./protocol_error.ts";
import type { RufhClient } from "./rufh_client.ts";
import {
  assertUpload,
  creationHeaders,
  limitsOf,
  locateUpload,
} from "./rufh_creation.ts";
import { wholeDigest } from "./rufh_digest.ts";
import { completenessIn, lengthIn, offsetIn } from "./rufh_fields.ts";
import { limitError, parseLimits } from "./rufh_limits.ts";
import type { RufhSettings } from "./rufh_settings.ts";
import { type RufhState, stateAt } from "./rufh_state.ts";
import { checkOffset, noOffset, otherLength } from "./server_faults.ts";
import { unreachable } from "./stream_chunks.ts";

/** What an upload on the server belongs to. */
export interface RufhResourceOptions {
  readonly upload: OpenUpload;
  readonly settings: RufhSettings;
  readonly state: RufhState;
  readonly chunks: Chunks;
  readonly client: RufhClient;
  /** Called when its URL, its offset or its expiry has changed. */
  changed(): Promise<void>;
  /** Whether another upload may take the place of one that is gone. */
  mayReplace(): boolean;
}

/**
 * An upload on the server. What it does returns the response to the whole upload;
 * undefined as long as there is none.
 */
export class RufhResource {
  readonly #options: RufhResourceOptions;

  constructor(options: RufhResourceOptions) {
    this.#options = options;
  }

  /** Creates it by an empty request. */
  async create(): Promise<Reply | undefined> {
    const { upload, settings, state, chunks, client } = this.#options;
    const { total } = chunks;
    const headers = creationHeaders(upload, total);
    const reply = await client.create({
      ...headers,
      ...await wholeDigest(upload.source, chunks, settings),
      "upload-complete": total === 0 ? "?1" : "?0",
    });
    // An empty request is all of an empty upload, for any server.
    const isComplete = completenessIn(reply);
    if (total === 0 && isComplete !== false) {
      if (isComplete === undefined) assertOk(reply);
      return reply;
    }
    const limits = await limitsOf(reply, client, settings.version);
    const exceeded = limitError(upload.url, limits, total);
    if (exceeded !== undefined && !reply.response.ok) throw exceeded;
    const url = locateUpload(reply, upload.url);
    if (exceeded !== undefined) {
      await tryToEnd(client, [url.href]);
      throw exceeded;
    }
    await assertUpload(client, url, reply, settings.version);
    state.url = url;
    await this.stored(0, reply);
    return undefined;
  }

  /** Asks the server how far it is. */
  async locate(url: URL): Promise<Reply | undefined> {
    const reply = await this.#options.client.request("HEAD", url);
    if (isGone(reply)) return await this.replace(new FinalReply(reply));
    return await this.#located(reply, url);
  }

  /**
   * Asks the server whether it is complete, after a success that does not say.
   *
   * @param success The response to the whole upload if it is.
   */
  async settle(url: URL, success: Reply): Promise<Reply | undefined> {
    const reply = await this.#options.client.request("HEAD", url);
    if (isGone(reply)) {
      throw protocolError(
        url,
        "the server does not say whether the upload is complete",
        { hint: "check on the server whether it has it" },
      );
    }
    return await this.#located(reply, url) && success;
  }

  async #located(reply: Reply, url: URL): Promise<Reply | undefined> {
    assertOk(reply);
    const { state, chunks: { total } } = this.#options;
    const offset = offsetIn(reply);
    if (offset === undefined) throw noOffset(reply, url);
    const isComplete = completenessIn(reply) === true;
    const length = isComplete ? offset : lengthIn(reply);
    if (length !== undefined && total !== undefined && length !== total) {
      return await this.replace(otherLength(url, length, total));
    }
    if (isComplete && total === undefined) {
      throw protocolError(
        url,
        `the server completed the upload with ${offset} bytes, but the source may have more`,
      );
    }
    await this.moveTo(offset, url, reply, length);
    return isComplete ? state.refusal ?? reply : undefined;
  }

  /**
   * Goes on at an offset that the server names.
   *
   * @param length The length of the upload as the server knows it.
   * @throws {UploadError} `protocol` if it is beyond the end.
   */
  async moveTo(
    offset: number,
    url: URL,
    reply: Reply,
    length = Infinity,
  ): Promise<void> {
    const end = this.#options.chunks.total ?? length;
    await this.stored(checkOffset(offset, url, 0, end), reply);
  }

  /**
   * Creates another upload in the place of one that is gone.
   *
   * @throws The reason why it is needed, if it may not be.
   */
  async replace(reason: Error): Promise<Reply | undefined> {
    const { state, chunks } = this.#options;
    if (!this.#options.mayReplace()) throw reason;
    if (!chunks.reaches(0)) throw unreachable(0);
    const { maxAccepted } = state;
    Object.assign(state, { ...stateAt(undefined), maxAccepted });
    await this.#options.changed();
    return await this.create();
  }

  /** Notes how much the server has stored, and what it allows. */
  async stored(offset: number, { response }: Reply): Promise<void> {
    const { state, settings: { version } } = this.#options;
    state.offset = offset;
    const limits = parseLimits(response.headers, version);
    if (limits !== undefined) {
      state.limits = limits;
      state.expires = limits.maxAge === Infinity
        ? undefined
        : Date.now() + limits.maxAge * 1000;
    }
    await this.#options.changed();
  }
}
