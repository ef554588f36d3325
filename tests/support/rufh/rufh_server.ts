import type { CorsPolicy } from "../cors_policy.ts";
import type { ServedExchange } from "../served_exchange.ts";
import { type Answer, integerOf } from "../recorded_request.ts";
import { ResumableServer } from "../resumable_server.ts";
import { appendToRufhUpload } from "./rufh_append.ts";
import type { RufhContext } from "./rufh_context.ts";
import { createRufhUpload } from "./rufh_creation.ts";
import type { RufhUpload } from "./rufh_upload.ts";
import {
  type InteropVersion,
  limitField,
  type UploadLimits,
} from "./upload_limits.ts";

const FOLDER = "/uploads/";
const OWN_FIELDS = ["upload-offset", "upload-complete", "upload-length"];

/** How a {@linkcode RufhServer} is set up. */
export interface RufhOptions {
  /** The interop version of the draft. @default 8 */
  readonly version?: InteropVersion;
  readonly limits?: UploadLimits;
  /** Whether pages of other origins may use it; not by default. */
  readonly cors?: boolean;
  /** The target's response to a complete representation; 200 and its size by default. */
  readonly process?: (upload: RufhUpload) => Answer | Promise<Answer>;
}

/** What a page needs of the draft, and not more. */
const CORS: CorsPolicy = {
  methods: "POST, PUT, HEAD, PATCH, DELETE, OPTIONS",
  headers:
    "Content-Disposition, Content-Type, Upload-Complete, Upload-Draft-Interop-Version, Upload-Length, Upload-Offset",
  exposed:
    "Location, Retry-After, Upload-Complete, Upload-Length, Upload-Limit, Upload-Offset",
};

/**
 * A server for draft-ietf-httpbis-resumable-upload-11 (interop version 8) or -05 (6), in which
 * every path but those of upload resources is a target. It sends no 104.
 *
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpbis-resumable-upload/
 */
export class RufhServer extends ResumableServer<RufhUpload>
  implements RufhContext {
  readonly version: InteropVersion;
  readonly limits: UploadLimits;
  readonly process: (upload: RufhUpload) => Answer | Promise<Answer>;

  constructor({
    version = 8,
    limits = {},
    cors = false,
    process = ({ offset }) => ({
      status: 200,
      headers: { "Content-Type": "text/plain" },
      body: String(offset),
    }),
  }: RufhOptions = {}) {
    super(cors ? CORS : undefined);
    this.version = version;
    this.limits = limits;
    this.process = process;
  }

  /** A target of uploads. */
  get target(): string {
    return new URL("target", this.url).href;
  }

  nextPath(): string {
    return this.newPath(FOLDER);
  }

  protected override async respond(exchange: ServedExchange): Promise<Answer> {
    const { method, path, headers } = exchange.request;
    if (method === "OPTIONS") return this.#discover();
    const used = path.startsWith(FOLDER);
    const resumable = used || headers.has("upload-complete");
    const spoken = integerOf(headers, "upload-draft-interop-version");
    if (resumable && spoken !== this.version) {
      return exchange.reject(
        400,
        `Upload-Draft-Interop-Version is not ${this.version}`,
      );
    }
    return used
      ? await this.#useUpload(exchange)
      : await createRufhUpload(exchange, this);
  }

  /** What a client learns before it begins. */
  #discover(): Answer {
    const limits = limitField(this.limits, this.version);
    if (this.version === 6) {
      return {
        status: 204,
        headers: { "Upload-Limit": limits ?? "min-size=0" },
      };
    }
    return {
      status: 204,
      headers: {
        "Accept-Patch": "application/partial-upload",
        ...(limits === undefined ? {} : { "Upload-Limit": limits }),
      },
    };
  }

  async #useUpload(exchange: ServedExchange): Promise<Answer> {
    const { method, path, headers } = exchange.request;
    const upload = this.uploads.get(path);
    if (upload === undefined) return exchange.refuse(404, "no such upload");
    if (await upload.settle() === "overlapped" && method !== "DELETE") {
      exchange.violations.push(`a ${method} was sent during an append`);
    }
    if ((upload.expiresAt ?? Infinity) <= Date.now()) {
      return exchange.refuse(404, "the upload has expired");
    }
    const forbidden = this.version === 6 && method !== "PATCH"
      ? OWN_FIELDS.find((name) => headers.has(name))
      : undefined;
    if (forbidden !== undefined) {
      return exchange.reject(400, `a ${method} must not have ${forbidden}`);
    }
    switch (method) {
      case "HEAD":
        return this.#describe(exchange, upload);
      case "PATCH":
        return await appendToRufhUpload(exchange, upload, this);
      case "DELETE":
        this.uploads.delete(path);
        return { status: 204 };
    }
    return exchange.refuse(405, `${method} is not supported`);
  }

  #describe(exchange: ServedExchange, upload: RufhUpload): Answer {
    exchange.acknowledge(upload);
    const { offset, length, isComplete, expiresAt } = upload;
    const { maxAge = 0 } = this.limits;
    const age = expiresAt === undefined
      ? 0
      : maxAge - (expiresAt - Date.now()) / 1_000;
    const limits = limitField(this.limits, this.version, age);
    return {
      status: 204,
      headers: {
        "Cache-Control": "no-store",
        "Upload-Complete": isComplete ? "?1" : "?0",
        "Upload-Offset": String(offset),
        ...(length === undefined ? {} : { "Upload-Length": String(length) }),
        ...(limits === undefined ? {} : { "Upload-Limit": limits }),
      },
    };
  }
}
