import type { CorsPolicy } from "../cors_policy.ts";
import type { ServedExchange } from "../served_exchange.ts";
import type { Answer } from "../recorded_request.ts";
import { ResumableServer } from "../resumable_server.ts";
import { appendToTusUpload } from "./tus_append.ts";
import type { TusContext, TusExtension } from "./tus_context.ts";
import { createTusUpload } from "./tus_creation.ts";
import { CHECKSUM_ALGORITHMS } from "./tus_syntax.ts";
import type { TusUpload } from "./tus_upload.ts";

const EXTENSIONS: readonly TusExtension[] = [
  "creation",
  "creation-with-upload",
  "creation-defer-length",
  "checksum",
  "termination",
  "expiration",
  "concatenation",
];
const VERSION = "1.0.0";
const FOLDER = "/files/";

/** How a {@linkcode TusServer} is set up. */
export interface TusOptions {
  /** What it supports besides the core protocol; by default everything. */
  readonly extensions?: readonly TusExtension[];
  /** The largest upload in bytes. */
  readonly maxSize?: number;
  /** How long an unfinished upload lives, in ms; by default for ever. */
  readonly lifetime?: number;
  /** Whether pages of other origins may use it; not by default. */
  readonly cors?: boolean;
}

/** What a page needs of the protocol, and not more. */
const CORS: CorsPolicy = {
  methods: "POST, HEAD, PATCH, DELETE, OPTIONS",
  headers:
    "Content-Type, Tus-Resumable, Upload-Checksum, Upload-Concat, Upload-Defer-Length, Upload-Length, Upload-Metadata, Upload-Offset, X-HTTP-Method-Override",
  exposed:
    "Location, Retry-After, Tus-Checksum-Algorithm, Tus-Extension, Tus-Max-Size, Upload-Defer-Length, Upload-Expires, Upload-Length, Upload-Offset",
};

/**
 * A server for tus 1.0.0 that refuses what the protocol text refuses.
 *
 * @see https://tus.io/protocols/resumable-upload
 */
export class TusServer extends ResumableServer<TusUpload>
  implements TusContext {
  readonly #options: TusOptions;

  constructor(options: TusOptions = {}) {
    super(options.cors ? CORS : undefined);
    this.#options = options;
  }

  /** Where uploads are created. */
  get endpoint(): string {
    return new URL(FOLDER, this.url).href;
  }

  get maxSize(): number {
    return this.#options.maxSize ?? Infinity;
  }

  supports(extension: TusExtension): boolean {
    return (this.#options.extensions ?? EXTENSIONS).includes(extension);
  }

  add(upload: TusUpload): void {
    const { lifetime } = this.#options;
    if (lifetime !== undefined && this.supports("expiration")) {
      upload.expiresAt = Date.now() + lifetime;
    }
    this.uploads.set(upload.path, upload);
  }

  nextPath(): string {
    return this.newPath(FOLDER);
  }

  expiryOf({ expiresAt, isComplete }: TusUpload): Record<string, string> {
    return expiresAt === undefined || isComplete || expiresAt === -Infinity
      ? {}
      : { "Upload-Expires": new Date(expiresAt).toUTCString() };
  }

  protected override async respond(exchange: ServedExchange): Promise<Answer> {
    const { status, headers, body } = await this.#dispatch(exchange);
    const head = { "Tus-Resumable": VERSION, ...headers };
    return body === undefined
      ? { status, headers: head }
      : { status, headers: head, body };
  }

  #dispatch(exchange: ServedExchange): Answer | Promise<Answer> {
    const { request } = exchange;
    request.method = request.headers.get("x-http-method-override") ??
      request.method;
    if (request.method === "OPTIONS") return this.#discover();
    if (request.headers.get("tus-resumable") !== VERSION) {
      const headers = { "Tus-Version": VERSION };
      return exchange.reject(412, "Tus-Resumable is not 1.0.0", headers);
    }
    if (request.path !== FOLDER) return this.#useUpload(exchange);
    if (request.method === "POST" && this.supports("creation")) {
      return createTusUpload(exchange, this);
    }
    return exchange.refuse(405, "only POST creates an upload");
  }

  #discover(): Answer {
    const { extensions = EXTENSIONS, maxSize } = this.#options;
    const headers: Record<string, string> = { "Tus-Version": VERSION };
    if (extensions.length > 0) headers["Tus-Extension"] = extensions.join(",");
    if (maxSize !== undefined) headers["Tus-Max-Size"] = String(maxSize);
    if (this.supports("checksum")) {
      headers["Tus-Checksum-Algorithm"] = CHECKSUM_ALGORITHMS;
    }
    return { status: 204, headers };
  }

  async #useUpload(exchange: ServedExchange): Promise<Answer> {
    const { method, path } = exchange.request;
    const upload = this.uploads.get(path);
    if (upload === undefined) return exchange.refuse(404, "no such upload");
    const overlapped = await upload.settle() === "overlapped";
    if (overlapped && method === "PATCH") {
      exchange.violations.push("a PATCH was sent during another one");
    }
    if (
      !upload.isComplete && (upload.expiresAt ?? Infinity) <= Date.now()
    ) {
      return exchange.refuse(410, "the upload has expired");
    }
    if (upload.locked) return exchange.refuse(423, "the upload is locked");
    switch (method) {
      case "HEAD":
        return this.#describe(exchange, upload);
      case "PATCH":
        return await appendToTusUpload(exchange, upload, this);
      case "DELETE":
        if (!this.supports("termination")) break;
        this.uploads.delete(path);
        return { status: 204 };
    }
    return exchange.refuse(405, `${method} is not supported`);
  }

  #describe(exchange: ServedExchange, upload: TusUpload): Answer {
    exchange.acknowledge(upload);
    const { offset, length, metadata, concat } = upload;
    return {
      status: 200,
      headers: {
        "Cache-Control": "no-store",
        "Upload-Offset": String(offset),
        ...(length === undefined
          ? { "Upload-Defer-Length": "1" }
          : { "Upload-Length": String(length) }),
        ...(metadata === undefined ? {} : { "Upload-Metadata": metadata }),
        ...(concat === undefined ? {} : { "Upload-Concat": concat }),
        ...this.expiryOf(upload),
      },
    };
  }
}
