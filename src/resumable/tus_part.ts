import type { HeaderRecord } from "../request/headers.ts";
import type { ByteRange } from "../streams/bytes.ts";

/** An upload on the server, for the source or a part of it. */
export interface TusPart {
  /** The bytes of the source; undefined for all of them. */
  readonly range: ByteRange | undefined;
  /** The headers that describe it to the server. */
  readonly headers: HeaderRecord;
  /** Where it is; undefined if there is none yet. */
  url: URL | undefined;
  /** How many bytes of it the server has acknowledged. */
  offset: number;
  /** Its size as the server knows it; undefined as long as it does not. */
  length: number | undefined;
  /** When it expires, in ms since 1970; undefined if it does not. */
  expires: number | undefined;
}
