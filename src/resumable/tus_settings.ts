import { quote } from "../errors/excerpt.ts";
import { kindOf } from "../errors/kind_of.ts";
import {
  assertKnownOptions,
  type OptionNames,
} from "../request/known_options.ts";
import { checkUrl } from "../request/url_validation.ts";
import {
  checkBoolean,
  checkString,
  isRecord,
  refuse,
} from "../request/validation.ts";
import { checkCount, checkStore } from "./option_checks.ts";
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
  if (!isRecord(given)) {
    refuse(`the options of 'tus' must be an object (got ${kindOf(given)})`);
  }
  assertKnownOptions(given, OPTION_NAMES, "tus");
  const checksum = toChecksum(given.checksum);
  const settings = {
    store: given.store === undefined ? undefined : checkStore(given.store),
    metadata: checkMetadata(given.metadata),
    chunkSize: checkCount("chunkSize", given.chunkSize) ??
      (checksum === undefined ? Infinity : CHECKED_CHUNK),
    parallel: checkCount("parallel", given.parallel) ?? 1,
    checksum,
    methodOverride: checkBoolean("methodOverride", given.methodOverride, false),
    uploadUrl: given.uploadUrl === undefined
      ? undefined
      : checkUrl(given.uploadUrl, "uploadUrl"),
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
