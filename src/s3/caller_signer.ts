import { kindOf } from "../errors/kind_of.ts";
import {
  type HeaderRecord,
  toHeaders,
  withoutHost,
} from "../request/headers.ts";
import { checkUrl } from "../request/url_validation.ts";
import { takeCredentials } from "../request/url.ts";
import { isRecord, refuse } from "../request/validation.ts";
import { abortable } from "../streams/abortable.ts";
import { toOwnUrl } from "../streams/platform_object.ts";
import { callerError } from "./caller_error.ts";
import type { S3Sign, S3SigningRequest } from "./s3_signing.ts";
import { isUnauthorized, type Signed, type Signer } from "./signer.ts";

/** Signs by a function of the caller. */
export class CallerSigner implements Signer {
  readonly #sign: S3Sign;

  constructor(sign: S3Sign) {
    this.#sign = sign;
  }

  async sign(request: S3SigningRequest, signal: AbortSignal): Promise<Signed> {
    try {
      const signing = Promise.resolve(this.#sign(request));
      return toSigned(await abortable(signing, signal), request);
    } catch (thrown) {
      signal.throwIfAborted();
      throw callerError("sign", request.url, thrown);
    }
  }
}

function toSigned(given: unknown, { headers }: S3SigningRequest): Signed {
  if (typeof given === "string" || toOwnUrl(given) !== undefined) {
    return signed(urlOf(given), headers);
  }
  if (isRecord(given)) {
    const url = urlOf(given.url);
    const own = withoutHost(toHeaders(given.headers), url);
    return signed(url, { ...headers, ...own });
  }
  return refuse(
    `'sign' must return a URL, or an object with a 'url' (got ${
      kindOf(given)
    })`,
  );
}

function signed(url: URL, headers: HeaderRecord): Signed {
  // A URL may have expired.
  return { url, headers, corrects: isUnauthorized };
}

function urlOf(given: unknown): URL {
  return takeCredentials(checkUrl(given, "sign")).url;
}
