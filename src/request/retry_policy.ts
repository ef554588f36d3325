import { kindOf } from "../errors/kind_of.ts";
import { TRANSIENT_STATUSES } from "../errors/response_error.ts";
import { assertKnownOptions, type OptionNames } from "./known_options.ts";
import type { RetryOptions } from "./retry_options.ts";
import {
  checkFunction,
  checkInteger,
  checkNumber,
  isRecord,
  MAX_TIMER_MS,
  refuse,
} from "./validation.ts";

/** How often, when and how an upload is repeated. */
export interface RetryPolicy {
  /** 1 or more. */
  readonly limit: number;
  readonly statuses: readonly number[];
  /** In ms. */
  readonly baseDelay: number;
  /** In ms; no more than a timer can wait. */
  readonly maxDelay: number;
  /** Its result is not yet checked. */
  readonly refresh: ((attempt: number) => unknown) | undefined;
}

const OPTION_NAMES: OptionNames<RetryOptions> = {
  limit: true,
  statuses: true,
  baseDelay: true,
  maxDelay: true,
  refresh: true,
};
const BASE_DELAY = 500;
const MAX_DELAY = 30_000;
const LIMIT = 3;
/** A protocol continues where it stopped, so another attempt costs little. */
const PROTOCOL_LIMIT = 5;

/**
 * Checks `retry`, and fills in its defaults.
 *
 * @param hasProtocol Whether the call has a `protocol`, which is repeated by
 * default.
 * @returns The policy; undefined if nothing is repeated.
 */
export function checkRetry(
  given: unknown,
  hasProtocol: boolean,
): RetryPolicy | undefined {
  const options = optionsOf(given, hasProtocol);
  if (options === undefined) return undefined;
  assertKnownOptions(options, OPTION_NAMES, "retry");
  const maxDelay = checkNumber("retry.maxDelay", options.maxDelay, MAX_DELAY);
  const policy = {
    limit: checkInteger(
      "retry.limit",
      options.limit,
      hasProtocol ? PROTOCOL_LIMIT : LIMIT,
    ),
    statuses: checkStatuses(options.statuses),
    baseDelay: checkNumber("retry.baseDelay", options.baseDelay, BASE_DELAY),
    maxDelay: Math.min(maxDelay, MAX_TIMER_MS),
    refresh: checkFunction<(attempt: number) => unknown>(
      "retry.refresh",
      options.refresh,
    ),
  };
  return policy.limit === 0 ? undefined : policy;
}

function optionsOf(
  given: unknown,
  hasProtocol: boolean,
): Record<string, unknown> | undefined {
  if (given === undefined) return hasProtocol ? {} : undefined;
  if (typeof given === "number") {
    return { limit: checkInteger("retry", given, 0) };
  }
  if (isRecord(given)) return given;
  return refuse(`'retry' must be a number or an object (got ${kindOf(given)})`);
}

function checkStatuses(given: unknown = TRANSIENT_STATUSES): readonly number[] {
  if (!Array.isArray(given)) {
    refuse(`'retry.statuses' must be an array (got ${kindOf(given)})`);
  }
  return given.map((status: unknown) => {
    if (isStatusOfError(status)) return status;
    const got = typeof status === "number" ? status : kindOf(status);
    return refuse(
      `'retry.statuses' must contain statuses from 400 to 599 (got ${got})`,
    );
  });
}

function isStatusOfError(status: unknown): status is number {
  return Number.isInteger(status) && Number(status) >= 400 &&
    Number(status) <= 599;
}
