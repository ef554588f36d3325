/** A request as a resumable server received it, and what became of it. */
export interface RecordedRequest {
  /** The method, after any `X-HTTP-Method-Override` that the server obeys. */
  method: string;
  /** The method of the request line. */
  readonly sentMethod: string;
  /** The path of the URL, without its query. */
  readonly path: string;
  readonly headers: Headers;
  /** The value of `Upload-Offset`; undefined if it is missing or malformed. */
  readonly offset: number | undefined;
  /** The bytes of the body that arrived. */
  received: number;
  /** Whether the whole body arrived. */
  complete: boolean;
  /** The bytes of the body that were stored. */
  stored: number;
  /** The bytes of the body that an earlier response had acknowledged. */
  repeated: number;
  /** The status of the response; undefined while there is none, and if it was lost. */
  status: number | undefined;
  /** Why the server refused the request; undefined if it did not. */
  refusal: string | undefined;
}

/** A response of a resumable server. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Reads a non-negative integer of a header; undefined if it is missing or malformed. */
export function integerOf(headers: Headers, name: string): number | undefined {
  const value = headers.get(name);
  return value !== null && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}
