import type { S3MultipartUpload, S3Object } from "./s3_objects.ts";

/** A bucket. */
export class S3Bucket {
  readonly name: string;
  /** The objects by their keys. */
  readonly objects: Map<string, S3Object> = new Map();
  /** What became of the uploads that were completed, by their ids. */
  readonly completed: Map<string, S3Object> = new Map();
  readonly #uploads = new Map<string, S3MultipartUpload>();

  constructor(name: string) {
    this.name = name;
  }

  /** The multipart uploads of which anything is left, in the order of their keys. */
  get uploads(): S3MultipartUpload[] {
    return [...this.#uploads.values()].filter(({ exists }) => exists)
      .sort((a, b) => a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
  }

  /** The only multipart upload there is. */
  get onlyUpload(): S3MultipartUpload {
    const [upload, ...others] = this.uploads;
    if (upload === undefined || others.length > 0) {
      throw new Error(
        `Cannot choose an upload: there are ${this.uploads.length}`,
      );
    }
    return upload;
  }

  /** An object. Throws if it is not there. */
  object(key: string): S3Object {
    const object = this.objects.get(key);
    if (object === undefined) throw new Error(`Cannot find object "${key}"`);
    return object;
  }

  /** A multipart upload, as far as anything of it is left. */
  upload(key: string, id: string | undefined): S3MultipartUpload | undefined {
    const upload = id === undefined ? undefined : this.#uploads.get(id);
    return upload?.exists && upload.key === key ? upload : undefined;
  }

  /** Adds a multipart upload. */
  addUpload(upload: S3MultipartUpload): void {
    this.#uploads.set(upload.id, upload);
  }

  /** Forgets a multipart upload. */
  removeUpload({ id }: S3MultipartUpload): void {
    this.#uploads.delete(id);
  }
}
