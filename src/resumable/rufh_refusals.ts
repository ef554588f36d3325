import type { Reply } from "../request/protocol.ts";
import { FinalReply, isGone, protocolError } from "./protocol_error.ts";
import type { Append } from "./rufh_append.ts";
import { offsetIn } from "./rufh_fields.ts";
import { parseLimits } from "./rufh_limits.ts";
import { problemOf } from "./rufh_problem.ts";
import type { RufhResource } from "./rufh_resource.ts";
import type { RufhSettings } from "./rufh_settings.ts";
import type { RufhState } from "./rufh_state.ts";

/** How often an append with a digest is sent again after a 400. */
const MAX_RESENT = 2;
/** Problems of an append that a complete upload has. */
const ALREADY_COMPLETE = ["completed-upload", "inconsistent-upload-length"];

/** Decides what follows an append that was refused. */
export class RufhRefusals {
  readonly #state: RufhState;
  readonly #settings: RufhSettings;
  readonly #resource: RufhResource;
  /** Whether the offset was corrected, and nothing new was stored since. */
  #isCorrected = false;
  /** The greatest offset that was stored, which a correction may take back. */
  #maxStored = 0;
  #resent = 0;

  constructor(
    state: RufhState,
    settings: RufhSettings,
    resource: RufhResource,
  ) {
    this.#state = state;
    this.#settings = settings;
    this.#resource = resource;
  }

  /** Called when an append was stored, up to an offset. */
  stored(offset: number): void {
    if (offset <= this.#maxStored) return;
    this.#maxStored = offset;
    this.#isCorrected = false;
    this.#resent = 0;
  }

  /**
   * Follows a refusal.
   *
   * @returns The response to the whole upload, if the server has all of it.
   * @throws {FinalReply} If there is nothing to be done now.
   */
  async follow(reply: Reply, append: Append): Promise<Reply | undefined> {
    const { status } = reply.response;
    if (status === 409) return await this.#correct(reply, append);
    if (status === 413) return await this.#shrink(reply, append);
    const { type = "" } = problemOf(reply) ?? {};
    if (isGone(reply)) {
      if (type !== "completed-upload") {
        return await this.#resource.replace(new FinalReply(reply));
      }
      throw protocolError(
        append.url,
        "the server completed the upload before, and no longer has its response",
      );
    }
    const isDamaged = status === 400 && this.#settings.digest !== undefined &&
      this.#resent++ < MAX_RESENT;
    if (isDamaged || status === 400 && ALREADY_COMPLETE.includes(type)) {
      const head = await this.#resource.locate(append.url);
      if (isDamaged || head !== undefined) return head;
    }
    if (this.#settings.version === 6 && append.completes) {
      this.#state.refusal = reply;
    }
    throw new FinalReply(reply);
  }

  /** Goes on at the offset that the server names. */
  async #correct(
    reply: Reply,
    { url, offset }: Append,
  ): Promise<Reply | undefined> {
    const isCorrected = this.#isCorrected;
    this.#isCorrected = true;
    if (!isCorrected) {
      const named = offsetIn(reply) ?? problemOf(reply)?.expectedOffset;
      if (named === undefined) {
        const head = await this.#resource.locate(url);
        if (head !== undefined) return head;
      } else {
        await this.#resource.moveTo(named, url, reply);
      }
      const isMoved = this.#state.offset !== offset || this.#state.url !== url;
      if (isMoved) return undefined;
    }
    throw protocolError(url, `the server refused the offset ${offset}`, {
      isTransient: true,
    });
  }

  /** Sends smaller appends after one that was too large. */
  async #shrink(
    reply: Reply,
    { url, chunk: { size, reopens } }: Append,
  ): Promise<Reply | undefined> {
    const { version } = this.#settings;
    const limits = parseLimits(reply.response.headers, version) ??
      this.#state.limits;
    const min = Math.max(limits.minAppendSize, 1);
    // One that could not become small enough does not become smaller.
    const isSmallest = size <= min || size > this.#state.maxAccepted;
    if (isSmallest || !reopens) throw new FinalReply(reply);
    this.#state.maxAccepted = limits.maxAppendSize < size
      ? limits.maxAppendSize
      : Math.max(Math.floor(size / 2), min);
    return await this.#resource.locate(url);
  }
}
