import type { ServedExchange } from "../served_exchange.ts";
import type { TusUpload } from "./tus_upload.ts";

/** An extension of tus 1.0.0. */
export type TusExtension =
  | "creation"
  | "creation-with-upload"
  | "creation-defer-length"
  | "checksum"
  | "termination"
  | "expiration"
  | "concatenation";

/** What the requests of a tus server share. */
export interface TusContext {
  /** The largest upload in bytes; `Infinity` if there is no limit. */
  readonly maxSize: number;
  /** The uploads by the paths of their URLs. */
  readonly uploads: Map<string, TusUpload>;
  /** Whether the server supports an extension. */
  supports(extension: TusExtension): boolean;
  /** A path for a new upload. */
  nextPath(): string;
  /** Adds an upload, and sets when it expires. */
  add(upload: TusUpload): void;
  /** The headers that state when an unfinished upload expires. */
  expiryOf(upload: TusUpload): Record<string, string>;
  /** The `Location` of an upload. */
  locationOf(upload: TusUpload, exchange: ServedExchange): string;
}
