import { quote } from "../errors/excerpt.ts";
import type { OptionNames } from "../request/known_options.ts";
import { checkUrl } from "../request/url_validation.ts";
import { checkBoolean, checkString, refuse } from "../request/validation.ts";
import { checkCount, checkOptionsOf, checkStore } from "./option_checks.ts";
import type { UploadStore } from "./store.ts";
import { checkMetadata, type TusMetadata } from "./tus_metadata.ts";
import type { TusOptions } from "./tus_options.ts";

/** A checksum: its name in tus and in WebCrypto. */
export interface TusChecksum {
  readonly name: string;
  readonly algorithm: string;
}

/** Checked options, with every default filled in. */
export interface TusSettings {
  readonly store: UploadStore | undefined;
  readonly metadata: TusMetadata;
  /** Infinity if chunks are not limited. */
  readonly chunkSize: number;
  readonly parallel: number;
  readonly checksum: TusChecksum | undefined;
  readonly methodOverride: boolean;
  readonly uploadUrl: URL | undefined;
}

const OPTION_NAMES: OptionNames<TusOptions> = {
  store: true,
  metadata: true,
  chunkSize: true,
  parallel: true,
  checksum: true,
  methodOverride: true,
  uploadUrl: true,
};
/** A chunk with a checksum is in memory. */
const CHECKED_CHUNK = 8 * 1024 * 1024;

/** @throws {TypeError} If an option is wrong. */
export function checkTusOptions(given: unknown): TusSettings {
  const options = checkOptionsOf("tus", given, OPTION_NAMES);
  const checksum = toChecksum(options.checksum);
  const settings = {
    store: options.store === undefined ? undefined : checkStore(options.store),
    metadata: checkMetadata(options.metadata),
    chunkSize: checkCount("chunkSize", options.chunkSize) ??
      (checksum === undefined ? Infinity : CHECKED_CHUNK),
    parallel: checkCount("parallel", options.parallel) ?? 1,
    checksum,
    methodOverride: checkBoolean(
      "methodOverride",
      options.methodOverride,
      false,
    ),
    uploadUrl: options.uploadUrl === undefined
      ? undefined
      : checkUrl(options.uploadUrl, "uploadUrl"),
  };
  if (settings.uploadUrl !== undefined && settings.parallel > 1) {
    refuse("'parallel' cannot be used with 'uploadUrl', which is one upload");
  }
  return settings;
}

function toChecksum(given: unknown): TusChecksum | undefined {
  const name = checkString("checksum", given);
  if (name === undefined) return undefined;
  const [, bits] = /^sha-?(1|256|384|512)$/i.exec(name) ?? [];
  if (bits !== undefined) return { name, algorithm: `SHA-${bits}` };
  return refuse(
    `'checksum' must be SHA-1, SHA-256, SHA-384 or SHA-512, by the name that the server gives it, such as "sha1" (got ${
      quote(name)
    })`,
  );
}
