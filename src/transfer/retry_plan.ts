import { UploadError } from "../errors/upload_error.ts";
import type { Reply } from "../request/protocol.ts";
import type { RetryPolicy } from "../request/retry_policy.ts";
import { type Chance, REAL, retryDelay } from "./retry_delay.ts";

/** The result of an attempt. */
export type Outcome = Reply | UploadError;

/** A further attempt: why, and when. */
export interface Retry {
  /** The number of the attempt; 1 is the second one. */
  readonly attempt: number;
  /** The time until that attempt, in ms. */
  readonly delay: number;
  /** The status of the failed attempt; -1 if it ended with an error. */
  readonly status: number;
  /** The error of the failed attempt; undefined if there was a response. */
  readonly error: UploadError | undefined;
}

/** Statuses for an invalid token or signature. */
const REJECTED_STATUSES = [401, 403];

/** Decides whether an upload is repeated, and when. */
export class RetryPlan {
  readonly #policy: RetryPolicy;
  readonly #chance: Chance;
  #repeats = 0;
  #bytesStored = 0;
  /** Whether a rejected token or signature was refreshed already. */
  #hasRefreshed = false;

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
      this.#hasRefreshed = false;
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
    if (outcome.isFinal) return undefined;
    const { status, headers } = outcome.response;
    if (outcome.isTransient || this.#policy.statuses.includes(status)) {
      return this.#backOff(headers);
    }
    const mayRefresh = this.#policy.refresh !== undefined &&
      !this.#hasRefreshed && REJECTED_STATUSES.includes(status);
    if (!mayRefresh) return undefined;
    this.#hasRefreshed = true;
    return 0;
  }

  #backOff(headers?: Headers): number | undefined {
    return retryDelay(this.#policy, this.#repeats, headers, this.#chance);
  }
}
