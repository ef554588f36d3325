import { quote } from "../errors/excerpt.ts";
import { kindOf } from "../errors/kind_of.ts";
import {
  type BaseDirectory,
  isBaseDirectory,
} from "../files/base_directory.ts";
import type { SourceDescription } from "../source/source.ts";
import { lengthOfSource } from "../source/upload_source.ts";
import { isAbortSignal, toOwnUrl } from "../streams/platform_object.ts";
import { nameArguments } from "./call_forms.ts";
import { checkContentType } from "./content_type_validation.ts";
import { type HeaderRecord, isToken, toHeaders } from "./headers.ts";
import {
  checkMultipart,
  type MultipartRequest,
} from "./multipart_validation.ts";
import type { FetchLike } from "./options.ts";
import type { Protocol } from "./protocol.ts";
import { checkRedirects, type RedirectPolicy } from "./redirect_policy.ts";
import { checkRetry, type RetryPolicy } from "./retry_policy.ts";
import { checkSource } from "./source_validation.ts";
import { parseUrl, takeCredentials } from "./url.ts";
import {
  checkBoolean,
  checkFunction,
  checkInteger,
  checkNumber,
  checkString,
  MAX_TIMER_MS,
  refuse,
} from "./validation.ts";

/** A checked call, with every default filled in. */
export interface UploadRequest extends SourceDescription {
  /** Without user and password. */
  readonly url: URL;
  readonly method: string;
  /**
   * Without Content-Type and Content-Length; with Authorization if the URL had
   * a user.
   */
  readonly headers: HeaderRecord;
  /**
   * Of the source, whatever envelope is put around it; null if it is sent
   * without one.
   */
  readonly contentType: string | null;
  /** In seconds; 0 disables it. */
  readonly timeout: number;
  readonly progress: boolean;
  /** Milliseconds. */
  readonly progressInterval: number;
  /** False if redirects are not followed. */
  readonly handleRedirects: RedirectPolicy | false;
  readonly signal: AbortSignal | undefined;
  readonly multipart: MultipartRequest | undefined;
  readonly maxResponseBytes: number;
  readonly fetch: FetchLike | undefined;
  readonly protocol: Protocol | undefined;
  /** Undefined if nothing is repeated. */
  readonly retry: RetryPolicy | undefined;
}

/**
 * Checks the arguments of a call, in either form, and fills in the defaults.
 * Has no effects.
 *
 * @throws {TypeError} If an argument is wrong; the message names it and shows
 * its type.
 */
export function toUploadRequest(args: readonly unknown[]): UploadRequest {
  const given = nameArguments(args);
  const { url, authorization } = takeCredentials(checkUrl(given.url));
  const { "content-type": typeHeader, ...headers } = toHeaders(given.headers);
  const { size } = given;
  const source = checkSource(given.source, size);
  const multipart = checkMultipart(given.multipart, source);
  const contentType = checkContentType({
    argument: given.contentType,
    header: typeHeader,
    source,
    multipart,
  });
  assertBodyType(given.bodyType);
  return {
    url,
    method: checkMethod(given.method),
    headers: authorization === undefined
      ? headers
      : { authorization, ...headers },
    source,
    baseDirectory: checkBaseDirectory(given.baseDirectory),
    followLinks: checkBoolean("followLinks", given.followLinks, true),
    contentType,
    timeout: checkTimeout(given.timeout),
    progress: checkBoolean("progress", given.progress, false),
    progressInterval: Math.min(
      checkNumber("progressInterval", given.progressInterval, 100),
      MAX_TIMER_MS,
    ),
    handleRedirects: checkRedirects(given.handleRedirects),
    signal: checkSignal(given.signal),
    size: checkInteger("size", size, lengthOfSource(source)),
    multipart,
    maxResponseBytes: checkNumber(
      "maxResponseBytes",
      given.maxResponseBytes,
      64 * 1024 * 1024,
    ),
    fetch: checkFunction<FetchLike>("fetch", given.fetch),
    protocol: checkFunction<Protocol>("protocol", given.protocol),
    retry: checkRetry(given.retry, given.protocol !== undefined),
  };
}

/** Checks the URL of a request. */
export function checkUrl(url: unknown): URL {
  const given = typeof url === "string" ? url : toOwnUrl(url);
  if (given === undefined) {
    refuse(`'url' must be a string or a URL (got ${kindOf(url)})`);
  }
  // Never show an invalid URL: it may contain a password.
  const parsed = parseUrl(given);
  if (parsed === undefined) refuse("'url' must be an absolute URL");
  if (parsed.protocol !== "http:" && parsed.protocol !== "https:") {
    refuse(`'url' must be an http: or https: URL (got ${parsed.protocol})`);
  }
  return parsed;
}

const BODILESS_METHODS = ["GET", "HEAD", "CONNECT", "TRACE", "TRACK"];

function checkMethod(given: unknown): string {
  const method = (checkString("method", given) ?? "POST").toUpperCase();
  if (!isToken(method)) {
    refuse("'method' must be an HTTP method, as POST or PUT");
  }
  if (BODILESS_METHODS.includes(method)) {
    refuse(`'method' must be one with a body, as POST or PUT (got ${method})`);
  }
  return method;
}

function checkBaseDirectory(given: unknown): BaseDirectory | undefined {
  if (given === undefined) return undefined;
  const url = toOwnUrl(given);
  const directory = url ?? given;
  if (isBaseDirectory(directory)) return directory;
  return refuse(
    `'baseDirectory' must be one of the directory constants or a file: URL (got ${
      url?.protocol ?? kindOf(given)
    })`,
  );
}

function assertBodyType(given: unknown): void {
  if (given === undefined || given === "text" || given === "binary") return;
  const got = typeof given === "string" ? quote(given) : kindOf(given);
  refuse(`'bodyType' must be "text" or "binary" (got ${got})`);
}

function checkTimeout(given: unknown): number {
  const seconds = checkNumber("timeout", given, 30);
  if (seconds === Infinity) {
    refuse("'timeout' must be finite (0 stands for no bound)");
  }
  return Math.min(seconds, MAX_TIMER_MS / 1000);
}

function checkSignal(given: unknown): AbortSignal | undefined {
  if (given === undefined || isAbortSignal(given)) return given;
  return refuse(
    `'signal' must be an AbortSignal (got ${kindOf(given)})`,
  );
}
