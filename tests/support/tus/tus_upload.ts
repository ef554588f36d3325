import { StoredUpload } from "../stored_upload.ts";

/** An upload of a {@linkcode TusServer}. */
export class TusUpload extends StoredUpload {
  /** `Upload-Metadata` as the client sent it. */
  readonly metadata: string | undefined;
  /** `Upload-Concat` as the client sent it. */
  readonly concat: string | undefined;
  /** When it expires, in ms since 1970; undefined if it does not. */
  expiresAt: number | undefined;
  /** Whether another process holds it. The server then responds 423. */
  locked = false;

  constructor(
    path: string,
    length: number | undefined,
    { metadata, concat }: {
      metadata: string | undefined;
      concat: string | undefined;
    },
  ) {
    super(path, length);
    this.metadata = metadata;
    this.concat = concat;
  }

  /** Whether it was concatenated of others. */
  get isFinal(): boolean {
    return this.concat?.startsWith("final;") ?? false;
  }

  /** Whether all its bytes are stored. */
  get isComplete(): boolean {
    return this.offset === this.length;
  }

  /** The value of each key of the metadata, decoded as UTF-8. */
  get metadataRecord(): Record<string, string> {
    const pairs = (this.metadata ?? "").split(",").filter(Boolean);
    return Object.fromEntries(pairs.map((pair) => {
      const [key = "", value = ""] = pair.split(" ");
      return [key, new TextDecoder().decode(Uint8Array.fromBase64(value))];
    }));
  }

  /** Expires it at once. */
  expire(): void {
    this.expiresAt = -Infinity;
  }
}
