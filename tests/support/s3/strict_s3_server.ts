import type { IncomingMessage, ServerResponse } from "node:http";
import { CORS_HEADERS, S3_HEADERS, type S3Answer } from "./s3_answer.ts";
import { S3Bucket } from "./s3_bucket.ts";
import type { S3Context, S3Keep, S3Limits } from "./s3_context.ts";
import { S3Error } from "./s3_error.ts";
import { S3Exchange } from "./s3_exchange.ts";
import type { S3Hooks } from "./s3_hooks.ts";
import { headOf, S3Listener } from "./s3_listener.ts";
import type { S3MultipartUpload } from "./s3_objects.ts";
import { readS3Request } from "./s3_request.ts";
import type { S3Operation, S3Request } from "./s3_request.ts";
import { respondAsS3 } from "./s3_respond.ts";
import {
  S3_CREDENTIALS,
  S3_LIMITS,
  type StrictS3Options,
} from "./s3_options.ts";
import type { S3Account } from "./s3_signature.ts";
import { encodedPath } from "./sigv4.ts";

/** An S3 server that refuses what S3 refuses, and keeps all that it saw. */
export class StrictS3Server implements S3Context, AsyncDisposable {
  /** The requests in the order of their arrival. */
  readonly requests: S3Request[] = [];
  /** What clients did against a rule of S3. */
  readonly violations: string[] = [];
  /** The credentials that it knows; they may be changed at any time. */
  accounts: S3Account[] = [{ ...S3_CREDENTIALS }];
  /** Faults; they may be changed at any time. */
  hooks: S3Hooks = {};
  /** How far its clock is ahead, in ms. */
  skew = 0;
  readonly limits: S3Limits;
  readonly keep: S3Keep;
  readonly region: string;
  readonly #buckets: ReadonlyMap<string, S3Bucket>;
  readonly #cors: boolean;
  readonly #listener: S3Listener;
  #created = 0;

  constructor(
    {
      keep = "bytes",
      region = "us-east-1",
      buckets = ["uploads"],
      cors = false,
      ...limits
    }: StrictS3Options = {},
  ) {
    this.keep = keep;
    this.region = region;
    this.limits = { ...S3_LIMITS, ...limits };
    this.#buckets = new Map(buckets.map((name) => [name, new S3Bucket(name)]));
    this.#cors = cors;
    this.#listener = new S3Listener((message, response) =>
      this.#handle(message, response)
    );
  }

  /** Starts to listen on the loopback. */
  async listen(port = 0): Promise<this> {
    await this.#listener.listen(port);
    return this;
  }

  /** Where it listens, as `http://127.0.0.1:PORT/`. */
  get url(): string {
    return `http://127.0.0.1:${this.#listener.port}/`;
  }

  /** The URL of an object, with its bucket in the path. */
  pathStyleUrl(key: string, bucket = "uploads"): string {
    return `${this.url}${bucket}/${encodedPath(key)}`;
  }

  /** The URL of an object, with its bucket in the host, which resolves only through a proxy. */
  virtualHostedUrl(key: string, bucket = "uploads"): string {
    return `http://${bucket}.localhost:${this.#listener.port}/${
      encodedPath(key)
    }`;
  }

  /** A bucket. Throws if it is not there. */
  bucket(name = "uploads"): S3Bucket {
    const bucket = this.#buckets.get(name);
    if (bucket === undefined) throw new Error(`Cannot find bucket "${name}"`);
    return bucket;
  }

  now(): number {
    return Date.now() + this.skew;
  }

  newUploadId(): string {
    // Ids of S3 are opaque: these hold what must be encoded in a URL.
    return `${++this.#created}~VXBs/b2Fk+A==`;
  }

  bucketOf({ bucket }: S3Request): S3Bucket {
    const found = this.#buckets.get(bucket);
    if (found === undefined) throw new S3Error("NoSuchBucket");
    return found;
  }

  holdPart(request: S3Request): Promise<void> | undefined {
    return this.hooks.hold?.(request);
  }

  partsAfterAbort(upload: S3MultipartUpload): number {
    return this.hooks.landAfterAbort?.(upload) ?? 0;
  }

  object(violation: string): void {
    this.violations.push(violation);
  }

  /** The requests of an operation. */
  requestsOf(operation: S3Operation): S3Request[] {
    return this.requests.filter((request) => request.operation === operation);
  }

  /** How often each part was sent, by its number. */
  get partsSent(): Map<number, number> {
    const sent = new Map<number, number>();
    for (const { partNumber = 0 } of this.requestsOf("UploadPart")) {
      sent.set(partNumber, (sent.get(partNumber) ?? 0) + 1);
    }
    return sent;
  }

  /** Stops it; rejects with what went wrong in the server itself. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.#listener[Symbol.asyncDispose]();
  }

  async #handle(
    message: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const request = readS3Request(headOf(message));
    this.#record(request);
    const cut = this.hooks.cut?.(request);
    const exchange = new S3Exchange({ message, response }, request, cut);
    const asked = await this.hooks.answer?.(request);
    if (asked?.isEarly) return await this.#send(exchange, asked);
    const answer = asked ?? await respondAsS3(exchange, this, {
      accounts: this.accounts,
      region: this.region,
      now: this.now(),
    });
    await exchange.drain();
    if (answer === undefined || exchange.isGone) return;
    const changed = await this.hooks.change?.(request, answer) ?? answer;
    // The client may have left while the hook was waiting.
    if (exchange.isGone) return;
    if (this.hooks.lose?.(request, changed)) return exchange.drop();
    await this.#send(exchange, changed);
  }

  #record(request: S3Request): void {
    const { operation, bucket, key, uploadId, partNumber } = request;
    request.attempt +=
      this.requestsOf(operation).filter((earlier) =>
        earlier.bucket === bucket && earlier.key === key &&
        earlier.uploadId === uploadId && earlier.partNumber === partNumber
      ).length;
    this.requests.push(request);
  }

  async #send(exchange: S3Exchange, answer: S3Answer): Promise<void> {
    exchange.request.status = answer.status;
    await exchange.send({
      ...answer,
      headers: {
        ...S3_HEADERS,
        date: new Date(this.now()).toUTCString(),
        ...this.#cors ? CORS_HEADERS : {},
        ...answer.headers,
      },
    });
  }
}
