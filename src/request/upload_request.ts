import { kindOf } from "../errors/kind_of.ts";
import {
  type BaseDirectory,
  isBaseDirectory,
} from "../files/base_directory.ts";
import type { Form } from "../source/form.ts";
import type { SingleSource, SourceDescription } from "../source/source.ts";
import { isAbortSignal, toOwnUrl } from "../streams/platform_object.ts";
import { nameArguments } from "./call_forms.ts";
import { checkContent } from "./content_validation.ts";
import { type HeaderRecord, toHeaders, withoutHost } from "./headers.ts";
import { checkMethod } from "./method.ts";
import type { FilePlace } from "./multipart_validation.ts";
import type { FetchLike } from "./fetch_like.ts";
import type { Protocol } from "./protocol.ts";
import { checkRedirects, type RedirectPolicy } from "./redirect_policy.ts";
import { checkRetry, type RetryPolicy } from "./retry_policy.ts";
import { takeCredentials } from "./url.ts";
import { checkUrl } from "./url_validation.ts";
import {
  checkBoolean,
  checkFunction,
  checkNumber,
  checkOneOf,
  MAX_TIMER_MS,
  refuse,
} from "./validation.ts";

/** A checked call, with all defaults filled in. */
export interface UploadRequest extends SourceDescription<SingleSource | Form> {
  /** Without user and password. */
  readonly url: URL;
  readonly method: string;
  /**
   * Without Content-Type and Content-Length; with Authorization if the URL has a
   * user.
   */
  readonly headers: HeaderRecord;
  /** Null to send none; undefined for that of the filename. */
  readonly contentType: string | null | undefined;
  /** In seconds; 0 disables it. */
  readonly timeout: number;
  readonly progress: boolean;
  /** In ms. */
  readonly progressInterval: number;
  /** False if redirects are not followed. */
  readonly handleRedirects: RedirectPolicy | false;
  readonly signal: AbortSignal | undefined;
  readonly maxResponseBytes: number;
  /** Infinity if the rate is not limited. */
  readonly maxBytesPerSecond: number;
  /** Undefined for the default of `fetch`. */
  readonly credentials: RequestCredentials | undefined;
  readonly fetch: FetchLike | undefined;
  readonly protocol: Protocol | undefined;
  /** Undefined if nothing is repeated. */
  readonly retry: RetryPolicy | undefined;
}

/**
 * Checks the arguments of a call, in either form, and fills in the defaults.
 * Has no effects.
 *
 * @throws {TypeError} If an argument is invalid. The message names it and shows
 * its type.
 */
export function toUploadRequest(args: readonly unknown[]): UploadRequest {
  const given = nameArguments(args);
  const { url, credentials } = takeCredentials(checkUrl(given.url));
  const { "content-type": typeHeader, ...headers } = withoutHost(
    toHeaders(given.headers),
    url,
  );
  const place: FilePlace = {
    baseDirectory: checkBaseDirectory(given.baseDirectory),
    followLinks: checkBoolean("followLinks", given.followLinks, true),
  };
  checkOneOf("bodyType", given.bodyType, ["text", "binary"]);
  return {
    url,
    method: checkMethod(given.method),
    headers: { ...credentials, ...headers },
    ...place,
    ...checkContent(given, typeHeader, place),
    timeout: checkTimeout(given.timeout),
    progress: checkProgress(given.progress),
    progressInterval: Math.min(
      checkNumber("progressInterval", given.progressInterval, 100),
      MAX_TIMER_MS,
    ),
    handleRedirects: checkRedirects(given.handleRedirects),
    signal: checkSignal(given.signal),
    maxResponseBytes: checkNumber(
      "maxResponseBytes",
      given.maxResponseBytes,
      64 * 1024 * 1024,
    ),
    maxBytesPerSecond: checkLimit(given.maxBytesPerSecond),
    credentials: checkOneOf("credentials", given.credentials, [
      "omit",
      "same-origin",
      "include",
    ]),
    fetch: checkFunction<FetchLike>("fetch", given.fetch),
    protocol: checkFunction<Protocol>(
      "protocol",
      given.protocol,
      "a function, such as the result of tus(), rufh() or s3()",
    ),
    retry: checkRetry(given.retry, given.protocol !== undefined),
  };
}

function checkBaseDirectory(given: unknown): BaseDirectory | undefined {
  if (given === undefined) return undefined;
  const url = toOwnUrl(given);
  const directory = url ?? given;
  if (isBaseDirectory(directory)) return directory;
  return refuse(
    `'baseDirectory' must be a constant, such as CurrentDirectory, or a file: URL (got ${
      url?.protocol ?? kindOf(given)
    })`,
  );
}

function checkProgress(given: unknown): boolean {
  if (typeof given === "function") {
    refuse(
      "'progress' must be a boolean (got function): iterate over the events",
    );
  }
  return checkBoolean("progress", given, false);
}

function checkTimeout(given: unknown): number {
  const seconds = checkNumber("timeout", given, 30);
  if (seconds === Infinity) {
    refuse("'timeout' must be finite (0 disables it)");
  }
  return Math.min(seconds, MAX_TIMER_MS / 1000);
}

function checkLimit(given: unknown): number {
  const limit = checkNumber("maxBytesPerSecond", given, Infinity);
  if (limit >= 1) return limit;
  return refuse(`'maxBytesPerSecond' must be 1 or more (got ${limit})`);
}

/** Checks an option that is a signal. */
export function checkSignal(given: unknown): AbortSignal | undefined {
  if (given === undefined || isAbortSignal(given)) return given;
  return refuse(
    `'signal' must be an AbortSignal, such as controller.signal (got ${
      kindOf(given)
    })`,
  );
}
