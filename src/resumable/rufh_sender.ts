import type { Reply } from "../request/protocol.ts";
import type { Chunks } from "./chunk.ts";
import { protocolError } from "./protocol_error.ts";
import { type Append, isFinal } from "./rufh_append.ts";
import type { RufhClient } from "./rufh_client.ts";
import { digestHeader } from "./rufh_digest.ts";
import { completenessIn, offsetIn } from "./rufh_fields.ts";
import { limitError } from "./rufh_limits.ts";
import { RufhRefusals } from "./rufh_refusals.ts";
import { RufhResource, type RufhResourceOptions } from "./rufh_resource.ts";
import type { RufhSettings } from "./rufh_settings.ts";
import type { RufhState } from "./rufh_state.ts";
import { checkOffset } from "./server_faults.ts";

/** Sends an upload in one attempt: from where the server is, to the end. */
export class RufhSender {
  readonly #state: RufhState;
  readonly #settings: RufhSettings;
  readonly #chunks: Chunks;
  readonly #client: RufhClient;
  readonly #resource: RufhResource;
  readonly #refusals: RufhRefusals;

  constructor(options: RufhResourceOptions) {
    this.#state = options.state;
    this.#settings = options.settings;
    this.#chunks = options.chunks;
    this.#client = options.client;
    this.#resource = new RufhResource(options);
    this.#refusals = new RufhRefusals(
      options.state,
      options.settings,
      this.#resource,
    );
  }

  /** Sends it, and returns the response to all of it. */
  async run(): Promise<Reply> {
    const { url } = this.#state;
    let reply = url === undefined
      ? await this.#resource.create()
      : await this.#resource.locate(url);
    while (reply === undefined) reply = await this.#append();
    return { ...reply, isFinal: true };
  }

  async #append(): Promise<Reply | undefined> {
    const { url } = this.#state;
    // It is replaced, never left without one.
    if (url === undefined) return await this.#resource.create();
    const append = await this.#next(url);
    const { offset, chunk, completes } = append;
    this.#state.refusal = undefined;
    const reply = await this.#client.request("PATCH", url, {
      "content-type": "application/partial-upload",
      "upload-offset": String(offset),
      "upload-complete": completes ? "?1" : "?0",
      ...await digestHeader("content-digest", chunk, this.#settings.digest),
    }, chunk);
    if (isFinal(reply, append, this.#endOf(append), this.#settings.version)) {
      await this.#resource.stored(this.#endOf(append) ?? offset, reply);
      return reply;
    }
    if (!reply.response.ok) return await this.#refusals.follow(reply, append);
    const whole = completes
      ? await this.#settle(reply, append)
      : await this.#proceed(reply, append);
    this.#refusals.stored(this.#state.offset);
    return whole;
  }

  /** @throws {UploadError} `protocol` if the server would not take it. */
  async #next(url: URL): Promise<Append> {
    const { offset, limits } = this.#state;
    const chunk = await this.#chunks.at(offset);
    const end = chunk.size < 0 ? undefined : offset + chunk.size;
    const exceeded = limitError(url, limits, end);
    if (exceeded !== undefined) throw exceeded;
    const completes = end === undefined || end === this.#chunks.total;
    return { url, offset, chunk, completes };
  }

  /** Where an append ends; undefined as long as that is not known. */
  #endOf({ offset, chunk }: Append): number | undefined {
    return chunk.size < 0 ? this.#chunks.total : offset + chunk.size;
  }

  /** Goes on after an append that is not the last one. */
  async #proceed(reply: Reply, append: Append): Promise<undefined> {
    const { url, offset } = append;
    // Draft -05 says `?1` of a success that it calls incomplete.
    if (this.#settings.version === 8 && completenessIn(reply) === true) {
      throw protocolError(
        url,
        "the server completed the upload before all of it was sent",
      );
    }
    const end = this.#endOf(append) ?? offset;
    const next = checkOffset(offsetIn(reply) ?? end, url, offset, end);
    if (next === offset) throw storedNothing(append);
    await this.#resource.stored(next, reply);
  }

  /** Finds out what a success has completed that does not say so. */
  async #settle(reply: Reply, append: Append): Promise<Reply | undefined> {
    const settled = await this.#resource.settle(append.url, reply);
    if (settled === undefined && this.#state.offset <= append.offset) {
      throw storedNothing(append);
    }
    return settled;
  }
}

/** The error for an append that succeeded without an effect. */
function storedNothing({ url, offset, chunk }: Append): Error {
  return protocolError(
    url,
    chunk.size === 0
      ? "the server does not complete the upload"
      : `the server stored nothing from ${offset} on`,
    { isTransient: true },
  );
}
