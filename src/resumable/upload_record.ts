import type { OpenUpload } from "../request/protocol.ts";
import type { SourceIdentity } from "../source/source.ts";
import {
  isContinued,
  keyOf,
  type RememberedUpload,
} from "./remembered_upload.ts";
import type { UploadStore } from "./store.ts";
import { claimUpload } from "./upload_claim.ts";
import { UploadMemory } from "./upload_memory.ts";

/** What a store had of an upload. */
export interface Recalled {
  readonly upload: RememberedUpload;
  /** Whether the upload goes on; otherwise a new one takes its place. */
  readonly isContinued: boolean;
}

/** An expiry that moves by less, in ms, is not worth a write. */
const MIN_MOVE = 60_000;

/** An upload that a store remembers, so that a later run can resume it. */
export class UploadRecord {
  readonly #protocol: string;
  readonly #key: string;
  readonly #host: string;
  readonly #store: UploadStore;
  readonly #memory: UploadMemory;
  readonly #version: string;
  readonly #size: number;
  #last: RememberedUpload | undefined;

  private constructor(
    protocol: string,
    { url, source }: OpenUpload,
    store: UploadStore,
    identity: SourceIdentity,
  ) {
    this.#protocol = protocol;
    this.#key = keyOf(protocol, url, identity);
    this.#host = url.host;
    this.#store = store;
    this.#memory = new UploadMemory(store, this.#key);
    this.#version = identity.version;
    this.#size = source.size;
  }

  /**
   * The record of an upload; undefined if it has no store, or its source cannot
   * be recognized later.
   *
   * @param protocol The name of the protocol.
   */
  static async of(
    protocol: string,
    upload: OpenUpload,
    store: UploadStore | undefined,
  ): Promise<UploadRecord | undefined> {
    if (store === undefined) return undefined;
    const identity = await upload.source.identify?.();
    return identity && new UploadRecord(protocol, upload, store, identity);
  }

  /** Claims it for an attempt. */
  claim(signal: AbortSignal): Promise<AsyncDisposable> {
    return claimUpload(this.#store, this.#key, { signal, host: this.#host });
  }

  /** Reads what was remembered. */
  async recall(): Promise<Recalled | undefined> {
    const upload = await this.#memory.read();
    return upload && {
      upload,
      isContinued: isContinued(upload, {
        protocol: this.#protocol,
        version: this.#version,
        size: this.#size,
      }, Date.now()),
    };
  }

  /** Remembers it, unless nothing of importance has changed. */
  async remember(
    urls: readonly string[],
    expires: number | undefined,
    details?: RememberedUpload["details"],
  ): Promise<void> {
    const upload: RememberedUpload = {
      protocol: this.#protocol,
      version: this.#version,
      size: this.#size,
      urls,
      ...(expires !== undefined && { expires }),
      ...(details !== undefined && { details }),
    };
    if (this.#last !== undefined && isSame(this.#last, upload)) return;
    this.#last = upload;
    await this.#memory.write(upload);
  }

  /** Forgets it. */
  async forget(): Promise<void> {
    this.#last = undefined;
    await this.#memory.forget();
  }
}

function isSame(one: RememberedUpload, other: RememberedUpload): boolean {
  const { expires = 0 } = one;
  const moved = Math.abs((other.expires ?? 0) - expires);
  return one.version === other.version && moved < MIN_MOVE &&
    one.urls.join(" ") === other.urls.join(" ") &&
    JSON.stringify(one.details) === JSON.stringify(other.details);
}
