import { filterHeaders, type HeaderRecord } from "../request/headers.ts";
import type { ExchangeRequest } from "../request/exchange_request.ts";
import type { OpenUpload, Reply, Send } from "../request/protocol.ts";
import { takeCredentials } from "../request/url.ts";
import { headersTo } from "./headers_to.ts";
import type { RufhVersion } from "./rufh_settings.ts";

/**
 * Headers of the caller that are for the creation alone: they describe the
 * representation, or the request that stores it.
 */
const FOR_CREATION =
  /^(?:content-|if-|repr-digest$|want-repr-digest$|idempotency-key$)/;

/** Sends the requests of a version of the draft, each with its headers. */
export class RufhClient {
  readonly #upload: OpenUpload;
  readonly #send: Send;
  readonly #version: RufhVersion;

  constructor(upload: OpenUpload, send: Send, version: RufhVersion) {
    this.#upload = upload;
    this.#send = send;
    this.#version = version;
  }

  /** The URL of the call, where uploads are created. */
  get target(): URL {
    return this.#upload.url;
  }

  /** Asks the target for an upload, with an empty request. */
  create(headers: HeaderRecord): Promise<Reply> {
    const { url, method, headers: given } = this.#upload;
    const own = this.#own(headers);
    return this.#send({
      url,
      method,
      headers: { ...given, ...own },
      keepHeaders: Object.keys(own),
    });
  }

  /**
   * Sends a request to an upload.
   *
   * @param target May have a user and a password.
   */
  request(
    method: string,
    target: URL,
    headers: HeaderRecord = {},
    body: Pick<ExchangeRequest, "open" | "reopens"> = {},
  ): Promise<Reply> {
    const { url, credentials } = takeCredentials(target);
    const own = this.#own(headers);
    const given = filterHeaders(
      headersTo(url, this.#upload),
      (name) => !FOR_CREATION.test(name),
    );
    return this.#send({
      url,
      method,
      headers: { ...given, ...credentials, ...own },
      keepHeaders: Object.keys(own),
      ...body,
    });
  }

  #own(headers: HeaderRecord): HeaderRecord {
    return {
      "upload-draft-interop-version": String(this.#version),
      ...headers,
    };
  }
}
