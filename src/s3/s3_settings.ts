import { kindOf } from "../errors/kind_of.ts";
import type { OptionNames } from "../request/known_options.ts";
import {
  checkFunction,
  checkOneOf,
  checkString,
  refuse,
} from "../request/validation.ts";
import {
  checkCount,
  checkOptionsOf,
  checkStore,
} from "../resumable/option_checks.ts";
import type { UploadStore } from "../resumable/store.ts";
import { CallerSigner } from "./caller_signer.ts";
import type { Checksum } from "./checksum.ts";
import { CredentialsSigner } from "./credentials_signer.ts";
import { checkCredentials } from "./credentials_validation.ts";
import { MAX_PART_SIZE } from "./part_size.ts";
import type { S3Options } from "./s3_options.ts";
import type { S3Credentials, S3Sign } from "./s3_signing.ts";
import type { Signer } from "./signer.ts";

/** Checked options, with every default filled in. */
export interface S3Settings {
  readonly signer: Signer;
  /** Undefined for the default, which depends on the source. */
  readonly partSize: number | undefined;
  readonly parallel: number;
  readonly checksum: Checksum | undefined;
  readonly store: UploadStore | undefined;
  /** Whether an object that exists is not replaced. */
  readonly createsOnly: boolean;
}

const OPTION_NAMES: OptionNames<S3Options> = {
  credentials: true,
  region: true,
  service: true,
  sign: true,
  partSize: true,
  parallel: true,
  checksum: true,
  store: true,
  ifNoneMatch: true,
};

/** @throws {TypeError} If an option is wrong. */
export function checkS3Options(given: unknown): S3Settings {
  const options = checkOptionsOf("s3", given, OPTION_NAMES);
  return {
    signer: toSigner(options),
    partSize: checkPartSize(options.partSize),
    parallel: checkCount("parallel", options.parallel) ?? 4,
    checksum: checkOneOf("checksum", options.checksum, ["crc32", "sha256"]),
    store: options.store === undefined ? undefined : checkStore(options.store),
    createsOnly: checkIfNoneMatch(options.ifNoneMatch),
  };
}

function toSigner(given: Record<string, unknown>): Signer {
  const sign = checkFunction<S3Sign>("sign", given.sign);
  const region = checkName("region", given.region);
  const service = checkName("service", given.service) ?? "s3";
  const { credentials } = given;
  if ((sign === undefined) === (credentials === undefined)) {
    refuse("s3() needs either 'credentials' or 'sign'");
  }
  if (sign !== undefined) return new CallerSigner(sign);
  return new CredentialsSigner({
    credentials: isCredentialsFunction(credentials)
      ? credentials
      : checkCredentials(credentials),
    region,
    service,
  });
}

/** What it returns is checked each time. */
function isCredentialsFunction(given: unknown): given is () => S3Credentials {
  return typeof given === "function";
}

/** A name as it appears in a signature. */
function checkName(name: string, given: unknown): string | undefined {
  const text = checkString(name, given);
  if (text === undefined || /^[\w-]+$/.test(text)) return text;
  return refuse(
    `'${name}' must be a name, such as ${
      name === "region" ? '"us-east-1"' : '"s3"'
    } (got another string)`,
  );
}

function checkPartSize(given: unknown): number | undefined {
  const size = checkCount("partSize", given);
  if (size === undefined || size <= MAX_PART_SIZE) return size;
  return refuse(`'partSize' must be ${MAX_PART_SIZE} or less (got ${size})`);
}

function checkIfNoneMatch(given: unknown): boolean {
  if (given === undefined || typeof given === "boolean") return given === true;
  return given === "*" ||
    refuse(`'ifNoneMatch' must be "*" or a boolean (got ${kindOf(given)})`);
}
