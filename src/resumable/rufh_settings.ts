import { kindOf } from "../errors/kind_of.ts";
import {
  assertKnownOptions,
  type OptionNames,
} from "../request/known_options.ts";
import { checkUrl } from "../request/url_validation.ts";
import { checkOneOf, isRecord, refuse } from "../request/validation.ts";
import { checkCount, checkStore } from "./option_checks.ts";
import type { RufhOptions } from "./rufh_options.ts";
import type { UploadStore } from "./store.ts";

/** An interop version of the draft. */
export type RufhVersion = 6 | 8;

/** The name of an algorithm in RFC 9530, and in WebCrypto. */
export type RufhDigest = "sha-256" | "sha-512";

/** Checked options, with every default filled in. */
export interface RufhSettings {
  readonly version: RufhVersion;
  readonly store: UploadStore | undefined;
  /** Infinity if only the server limits appends. */
  readonly chunkSize: number;
  readonly digest: RufhDigest | undefined;
  readonly uploadUrl: URL | undefined;
}

const OPTION_NAMES: OptionNames<RufhOptions> = {
  version: true,
  store: true,
  chunkSize: true,
  digest: true,
  uploadUrl: true,
};
/** An append with a digest is in memory. */
const DIGESTED_CHUNK = 8 * 1024 * 1024;

/** @throws {TypeError} If an option is wrong. */
export function checkRufhOptions(given: unknown): RufhSettings {
  if (!isRecord(given)) {
    refuse(`the options of 'rufh' must be an object (got ${kindOf(given)})`);
  }
  assertKnownOptions(given, OPTION_NAMES, "rufh");
  const digest = checkOneOf("digest", given.digest, ["sha-256", "sha-512"]);
  return {
    version: checkVersion(given.version),
    store: given.store === undefined ? undefined : checkStore(given.store),
    chunkSize: checkCount("chunkSize", given.chunkSize) ??
      (digest === undefined ? Infinity : DIGESTED_CHUNK),
    digest,
    uploadUrl: given.uploadUrl === undefined
      ? undefined
      : checkUrl(given.uploadUrl, "uploadUrl"),
  };
}

function checkVersion(given: unknown): RufhVersion {
  if (given === undefined || given === 8) return 8;
  if (given === 6) return 6;
  const got = typeof given === "number" ? given : kindOf(given);
  return refuse(`'version' must be 6 or 8 (got ${got})`);
}
