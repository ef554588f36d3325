import { kindOf } from "../errors/kind_of.ts";
import type { OptionNames } from "../request/known_options.ts";
import { checkUrl } from "../request/url_validation.ts";
import { checkOneOf, refuse } from "../request/validation.ts";
import { checkCount, checkOptionsOf, checkStore } from "./option_checks.ts";
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
  const options = checkOptionsOf("rufh", given, OPTION_NAMES);
  const digest = checkOneOf("digest", options.digest, ["sha-256", "sha-512"]);
  return {
    version: checkVersion(options.version),
    store: options.store === undefined ? undefined : checkStore(options.store),
    chunkSize: checkCount("chunkSize", options.chunkSize) ??
      (digest === undefined ? Infinity : DIGESTED_CHUNK),
    digest,
    uploadUrl: options.uploadUrl === undefined
      ? undefined
      : checkUrl(options.uploadUrl, "uploadUrl"),
  };
}

function checkVersion(given: unknown): RufhVersion {
  if (given === undefined || given === 8) return 8;
  if (given === 6) return 6;
  const got = typeof given === "number" ? given : kindOf(given);
  return refuse(`'version' must be 6 or 8 (got ${got})`);
}
