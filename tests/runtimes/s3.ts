import { errorAnswer } from "../support/s3/s3_answer.ts";
import { S3Error } from "../support/s3/s3_error.ts";
import type { S3Request } from "../support/s3/s3_request.ts";
import { StrictS3Server } from "../support/s3/strict_s3_server.ts";
import { PART_SIZE, sha256Of, type StoredObject } from "./protocol.ts";

const BUCKET = "bucket";
/** The bytes of part 2 of each upload after which it is cut off, once, unless it is refused. */
const CUT_AFTER = 100_000;

/** A strict S3 server, which every runtime reaches by the address of the suite. */
export class SuiteS3 implements AsyncDisposable {
  readonly #server = new StrictS3Server({
    buckets: [BUCKET],
    minPartSize: PART_SIZE,
    equalParts: true,
  });

  /** Starts it. */
  async listen(): Promise<this> {
    await this.#server.listen();
    const isFirst = ({ partNumber, attempt }: S3Request) =>
      partNumber === 2 && attempt === 1;
    const isRefused = ({ key }: S3Request) => key.endsWith("-refused");
    this.#server.hooks = {
      cut: (request) =>
        isFirst(request) && !isRefused(request) ? CUT_AFTER : undefined,
      answer: (request) =>
        isFirst(request) && isRefused(request)
          ? errorAnswer(new S3Error("SlowDown"), request)
          : undefined,
    };
    return this;
  }

  /** Where it listens. */
  get url(): string {
    return this.#server.url;
  }

  /** Whether it has a path. */
  has(path: string): boolean {
    return path.startsWith(`/${BUCKET}/`);
  }

  /** What became of the object of a key. */
  async objectOf(key: string): Promise<StoredObject> {
    const { requests, violations } = this.#server;
    const bucket = this.#server.bucket(BUCKET);
    const own = requests.filter((request) => request.key === key);
    return {
      sha256: await sha256Of(await bucket.object(key).bytes()),
      parts: own.flatMap(({ partNumber }) => partNumber ?? []).sort(),
      operations: [...new Set(own.map(({ operation }) => operation))],
      unfinished: bucket.uploads.filter((upload) => upload.key === key).length,
      violations,
    };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#server[Symbol.asyncDispose]();
  }
}
