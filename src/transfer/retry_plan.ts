import { UploadError } from "../errors/upload_error.ts";
import type { Reply } from "../request/protocol.ts";
import type { RetryPolicy } from "../request/retry_policy.ts";
import { type Chance, REAL, retryDelay } from "./retry_delay.ts";

/** What an attempt ended with. */
export type Outcome = Reply | UploadError;

/** Another attempt: why, and when. */
export interface Retry {
  /** The number of the attempt; 1 is the second one. */
  readonly attempt: number;
  /** Milliseconds until then. */
  readonly delay: number;
  /** The status that led to it; -1 if there was no complete response. */
  readonly status: number;
  /** The error that led to it; undefined if there was a response. */
  readonly error: UploadError | undefined;
}

/** What a server responds to a token or a signature that is not valid. */
const REJECTED = [401, 403];

/** Decides whether an upload is repeated, and when. */
export class RetryPlan {
  readonly #policy: RetryPolicy;
  readonly #chance: Chance;
  #repeats = 0;
  #bytesStored = 0;
  /** Whether a rejected token or signature was refreshed already. */
  #isRejected = false;

  constructor(policy: RetryPolicy, chance: Chance = REAL) {
    this.#policy = policy;
    this.#chance = chance;
  }

  /**
   * The attempt that follows an outcome; undefined if none does.
   *
   * @param bytesStored Bytes that the server has acknowledged.
   */
  next(outcome: Outcome, bytesStored: number): Retry | undefined {
    if (bytesStored > this.#bytesStored) {
      this.#bytesStored = bytesStored;
      this.#repeats = 0;
      this.#isRejected = false;
    }
    if (this.#repeats >= this.#policy.limit) return undefined;
    const delay = this.#delayAfter(outcome);
    if (delay === undefined) return undefined;
    const attempt = ++this.#repeats;
    return outcome instanceof UploadError
      ? { attempt, delay, status: -1, error: outcome }
      : { attempt, delay, status: outcome.response.status, error: undefined };
  }

  #delayAfter(outcome: Outcome): number | undefined {
    if (outcome instanceof UploadError) {
      return outcome.isTransient ? this.#backOff() : undefined;
    }
    const { status, headers } = outcome.response;
    if (this.#policy.statuses.includes(status)) return this.#backOff(headers);
    const mayRefresh = this.#policy.refresh !== undefined && !this.#isRejected;
    if (!mayRefresh || !REJECTED.includes(status)) return undefined;
    this.#isRejected = true;
    return 0;
  }

  #backOff(headers?: Headers): number | undefined {
    return retryDelay(this.#policy, this.#repeats, headers, this.#chance);
  }
}
