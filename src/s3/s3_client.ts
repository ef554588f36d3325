import type { ExchangeRequest } from "../request/exchange_request.ts";
import type { HeaderRecord } from "../request/headers.ts";
import type { OpenUpload, Reply, Send } from "../request/protocol.ts";
import { toObjectUrl, withQuery } from "./object_url.ts";
import { commonHeaders } from "./s3_headers.ts";
import { describeRefusal, refusalOf, type S3Refusal } from "./s3_refusal.ts";
import type { S3SigningRequest } from "./s3_signing.ts";
import type { Signer } from "./signer.ts";

/** A request, before it is signed. */
export type S3Request =
  & Pick<S3SigningRequest, "method" | "digest">
  & Pick<
    ExchangeRequest,
    "open" | "sendsSource" | "outlivesCancel" | "signal"
  >
  & {
    readonly query?: Readonly<Record<string, string>>;
    readonly headers?: HeaderRecord;
    /** The size of the body in bytes. */
    readonly size?: number;
  };

/** Sends the requests for an object. */
export class S3Client {
  /** The URL of the object. */
  readonly url: URL;
  readonly #send: Send;
  readonly #signer: Signer;
  readonly #headers: HeaderRecord;
  readonly #signal: AbortSignal;

  constructor(upload: OpenUpload, send: Send, signer: Signer) {
    this.url = toObjectUrl(upload.url);
    this.#send = send;
    this.#signer = signer;
    this.#headers = commonHeaders(upload);
    this.#signal = upload.signal;
  }

  /**
   * Sends a request; once more with another signature if that may help.
   *
   * @throws {Refused} If the server refuses it, even with status 200.
   */
  async request(request: S3Request): Promise<Reply> {
    for (let isSecond = false;; isSecond = true) {
      const { method, query = {}, size = 0, digest, ...rest } = request;
      const signed = await this.#signer.sign({
        method,
        url: withQuery(this.url, query),
        query,
        headers: { ...this.#headers, ...rest.headers },
        size,
        digest,
      }, rest.signal ?? this.#signal);
      const reply = await this.#send({
        ...rest,
        method,
        url: signed.url,
        headers: signed.headers,
        reopens: true,
      });
      const refusal = refusalOf(reply);
      if (refusal === undefined) return reply;
      if (isSecond || !signed.corrects(refusal)) {
        throw new Refused(reply, refusal);
      }
    }
  }
}

/** A request that the server refused. */
export class Refused extends Error {
  readonly reply: Reply;
  readonly refusal: S3Refusal;

  constructor(reply: Reply, refusal: S3Refusal) {
    super(describeRefusal(refusal));
    this.reply = reply;
    this.refusal = refusal;
  }
}
