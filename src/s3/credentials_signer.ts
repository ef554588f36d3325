import { UploadError } from "../errors/upload_error.ts";
import { filterHeaders, type HeaderRecord } from "../request/headers.ts";
import { abortable } from "../streams/abortable.ts";
import { callerError } from "./caller_error.ts";
import { loadSigner } from "./chunks.ts";
import { checkCredentials } from "./credentials_validation.ts";
import type { S3Refusal } from "./s3_refusal.ts";
import type { S3Credentials, S3SigningRequest } from "./s3_signing.ts";
import { isUnauthorized, type Signed, type Signer } from "./signer.ts";

/** What signatures are made of, besides a request. */
export interface SigningOptions {
  readonly credentials:
    | S3Credentials
    | (() => S3Credentials | Promise<S3Credentials>);
  /** Undefined to derive it from the host name. */
  readonly region: string | undefined;
  readonly service: string;
}

/** Credentials of now. */
interface Current {
  readonly credentials: S3Credentials;
  /** Asks for others the next time; returns whether there may be any. */
  renew(): boolean;
}

/** Headers that runtimes and proxies change on the way. */
const UNSIGNED = ["user-agent", "expect", "x-amzn-trace-id", "range"];

/** Signs with an access key (AWS Signature Version 4). */
export class CredentialsSigner implements Signer {
  readonly #options: SigningOptions;
  /** Derived keys, which aws4fetch puts there. */
  readonly #cache = new Map<string, ArrayBuffer>();
  #asked: Promise<S3Credentials> | undefined;
  /** How far the clock of the server is ahead, in ms. */
  #skew = 0;

  constructor(options: SigningOptions) {
    this.#options = options;
  }

  async sign(
    { method, url, headers, digest }: S3SigningRequest,
    signal: AbortSignal,
  ): Promise<Signed> {
    if (method === "PUT" || method === "POST") assertKey(url);
    assertAscii(headers, url);
    const { credentials, renew } = await this.#current(url, signal);
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
    const { region, service } = this.#options;
    const { AwsV4Signer } = await loadSigner();
    const signer = new AwsV4Signer({
      method,
      url: url.href,
      headers: {
        ...filterHeaders(headers, (name) => !UNSIGNED.includes(name)),
        "x-amz-content-sha256": digest ?? "UNSIGNED-PAYLOAD",
      },
      accessKeyId,
      secretAccessKey,
      ...(sessionToken !== undefined && { sessionToken }),
      ...(region !== undefined && { region }),
      service,
      cache: this.#cache,
      datetime: toBasicFormat(Date.now() + this.#skew),
      allHeaders: true,
    });
    const signed = await signer.sign();
    return {
      url,
      headers: { ...headers, ...Object.fromEntries(signed.headers) },
      corrects: (refusal) =>
        refusal.code === "RequestTimeTooSkewed"
          ? this.#setClock(refusal)
          : isUnauthorized(refusal) && renew(),
    };
  }

  /** The credentials, which requests at the same time wait for together. */
  async #current(url: URL, signal: AbortSignal): Promise<Current> {
    const { credentials } = this.#options;
    if (typeof credentials !== "function") {
      return { credentials, renew: () => false };
    }
    for (let isSecond = false;; isSecond = true) {
      const asked = this.#asked ??= ask(credentials, url);
      const renew = () => {
        // Others may have been given some since.
        if (this.#asked === asked) this.#asked = undefined;
        return true;
      };
      try {
        const current = await abortable(asked, signal);
        if (isSecond || !hasPassed(current.expiration)) {
          return { credentials: current, renew };
        }
      } catch (thrown) {
        renew();
        throw thrown;
      }
      renew();
    }
  }

  #setClock({ serverTime }: S3Refusal): boolean {
    if (serverTime !== undefined) this.#skew = serverTime - Date.now();
    return serverTime !== undefined;
  }
}

/** @throws {UploadError} `invalid-options` for what may create a bucket. */
function assertKey({ host, pathname }: URL): void {
  if (pathname !== "/") return;
  throw new UploadError(
    "invalid-options",
    `Cannot upload to "${host}": the URL has no key in its path`,
  );
}

async function ask(
  credentials: () => S3Credentials | Promise<S3Credentials>,
  url: URL,
): Promise<S3Credentials> {
  try {
    return checkCredentials(await credentials());
  } catch (thrown) {
    throw callerError("credentials", url, thrown);
  }
}

/**
 * Refuses headers that servers read in other bytes than are signed. Runtimes send
 * `é` in one byte, and a signature is of UTF-8.
 */
function assertAscii(headers: HeaderRecord, { host }: URL): void {
  const name = Object.keys(headers).find((name) =>
    !UNSIGNED.includes(name) && !/^[ -~]*$/.test(headers[name] ?? "")
  );
  if (name === undefined) return;
  throw new UploadError(
    "invalid-options",
    `Cannot upload to "${host}": the value of the header "${name}" has characters that S3 cannot sign`,
    { hint: "use visible ASCII characters and spaces, or encode the others" },
  );
}

function hasPassed(time: Date | undefined): boolean {
  return time !== undefined && time.getTime() <= Date.now();
}

/** A time in the basic format of ISO 8601, such as 20260131T235959Z. */
function toBasicFormat(ms: number): string {
  return new Date(ms).toISOString().replace(/[:-]|\.\d{3}/g, "");
}
