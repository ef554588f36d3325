import { createHash } from "node:crypto";
import { Buffer } from "node:buffer";
import type { ChecksumAlgorithm } from "./s3_checksums.ts";

/** What an S3 server stores of a body. */
export interface StoredBody {
  readonly size: number;
  /** The MD5 in hexadecimal digits, without quotes. */
  readonly etag: string;
  /** The SHA-256 in hexadecimal digits; undefined if the server keeps only sizes. */
  readonly sha256: string | undefined;
  /** The checksum that the client sent, in Base64. */
  readonly checksum: string | undefined;
  /** The bytes; undefined if the server keeps none. */
  readonly chunks: readonly Uint8Array<ArrayBuffer>[] | undefined;
}

/** A part of an upload. */
export interface S3Part extends StoredBody {
  readonly number: number;
}

/** An object. */
export class S3Object {
  readonly key: string;
  readonly size: number;
  /** The ETag without its quotes. */
  readonly etag: string;
  /** The headers that are stored with it, by lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parts that it was made of; none if it was put. */
  readonly parts: readonly S3Part[];
  /** The checksum with its algorithm; undefined if the client asked for none. */
  readonly checksum:
    | { readonly algorithm: ChecksumAlgorithm; readonly value: string }
    | undefined;
  readonly #bodies: readonly StoredBody[];

  constructor(
    { key, etag, headers, bodies, parts = [], checksum }:
      & Pick<S3Object, "key" | "etag" | "headers" | "checksum">
      & { bodies: readonly StoredBody[]; parts?: readonly S3Part[] },
  ) {
    this.key = key;
    this.etag = etag;
    this.headers = headers;
    this.parts = parts;
    this.checksum = checksum;
    this.size = bodies.reduce((sum, { size }) => sum + size, 0);
    this.#bodies = bodies;
  }

  /** The bytes in chunks. Throws if the server keeps none. */
  get chunks(): readonly Uint8Array<ArrayBuffer>[] {
    return this.#bodies.flatMap(({ chunks }) => {
      if (chunks === undefined) {
        throw new Error(`Cannot read "${this.key}": no bytes are kept`);
      }
      return chunks;
    });
  }

  /** The bytes. Throws if the server keeps none. */
  bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return new Blob([...this.chunks]).bytes();
  }

  /** The SHA-256 in hexadecimal digits. Throws if the server keeps no bytes. */
  sha256(): string {
    const hash = createHash("sha256");
    for (const chunk of this.chunks) hash.update(chunk);
    return hash.digest("hex");
  }
}

/** A multipart upload that is not complete. */
export class S3MultipartUpload {
  readonly id: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The algorithm of the checksums of its parts; undefined without. */
  readonly algorithm: ChecksumAlgorithm | undefined;
  readonly initiated: Date;
  /** The parts that are stored, by their numbers. */
  readonly parts: Map<number, S3Part> = new Map();
  /** How many parts are being sent. */
  inFlight = 0;
  /** How often it was aborted. */
  aborts = 0;

  constructor(
    { id, key, headers, algorithm, initiated }: Pick<
      S3MultipartUpload,
      "id" | "key" | "headers" | "algorithm" | "initiated"
    >,
  ) {
    this.id = id;
    this.key = key;
    this.headers = headers;
    this.algorithm = algorithm;
    this.initiated = initiated;
  }

  /** Whether it takes parts. */
  get isOpen(): boolean {
    return this.aborts === 0;
  }

  /** Whether something of it is left: an aborted one stays while parts land. */
  get exists(): boolean {
    return this.isOpen || this.inFlight > 0 || this.parts.size > 0;
  }

  /** The parts in the order of their numbers. */
  get sortedParts(): S3Part[] {
    return [...this.parts.values()].sort((a, b) => a.number - b.number);
  }
}

/** The ETag of an object of several parts. */
export function multipartEtag(parts: readonly StoredBody[]): string {
  const hash = createHash("md5");
  for (const { etag } of parts) hash.update(Buffer.from(etag, "hex"));
  return `${hash.digest("hex")}-${parts.length}`;
}
