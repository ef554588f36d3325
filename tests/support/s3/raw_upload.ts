import { elementsOf, signed, type SignedRequest } from "./signed_request.ts";
import type { StrictS3Server } from "./strict_s3_server.ts";

/** A response of S3, with the elements of its XML. */
export interface RawResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly xml: Readonly<Record<string, string>>;
}

/** A multipart upload, request by request, for tests of a server. */
export class RawUpload {
  readonly #url: string;
  #id = "";

  constructor(server: StrictS3Server, key = "film.mp4") {
    this.#url = server.pathStyleUrl(key);
  }

  /** Creates it. */
  async create(headers: SignedRequest["headers"] = {}): Promise<this> {
    const query = { uploads: "" };
    const { xml } = await this.send("POST", query, { headers });
    this.#id = xml["UploadId"] ?? "";
    return this;
  }

  /** Sends a part. */
  part(
    number: number,
    body: string,
    more: Partial<SignedRequest> = {},
  ): Promise<RawResponse> {
    const query = { partNumber: String(number), uploadId: this.#id };
    return this.send("PUT", query, { body, ...more });
  }

  /** Completes it with parts, as pairs of a number and an ETag, or more XML. */
  complete(
    parts: readonly (readonly [number, string, more?: string])[],
    headers: SignedRequest["headers"] = {},
  ): Promise<RawResponse> {
    const body = parts.map(([number, etag, more = ""]) =>
      `<Part><PartNumber>${number}</PartNumber><ETag>${etag}</ETag>${more}</Part>`
    ).join("");
    return this.send("POST", { uploadId: this.#id }, {
      body: `<CompleteMultipartUpload>${body}</CompleteMultipartUpload>`,
      headers,
    });
  }

  /** Lists its parts. */
  list(): Promise<RawResponse> {
    return this.send("GET", { uploadId: this.#id });
  }

  /** Aborts it. */
  abort(): Promise<RawResponse> {
    return this.send("DELETE", { uploadId: this.#id });
  }

  /** Sends a request for its object. */
  async send(
    method: string,
    query: SignedRequest["query"] = {},
    more: Partial<SignedRequest> = {},
  ): Promise<RawResponse> {
    // Deno repeats bytes by itself on a connection that it has kept.
    using client = Deno.createHttpClient({ poolMaxIdlePerHost: 0 });
    const request = signed({ method, url: this.#url, query, ...more });
    const response = await fetch(request, { client });
    const text = await response.text();
    const { status, headers } = response;
    return { status, headers, text, xml: elementsOf(text) };
  }
}
