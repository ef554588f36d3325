import type { ExchangeRequest } from "../request/exchange_request.ts";
import type { OpenUpload, Reply, Send } from "../request/protocol.ts";
import type { HeaderRecord } from "../request/headers.ts";
import { takeCredentials } from "../request/url.ts";
import { headersTo } from "./headers_to.ts";
import { FinalReply } from "./protocol_error.ts";

/** The body of a request. */
type TusBody = Pick<ExchangeRequest, "open" | "reopens"> & {
  /** In bytes; -1 if it is not known. */
  readonly size?: number;
};

/** Methods that proxies may not let pass. */
const UNUSUAL = ["PATCH", "DELETE"];

/** Sends the requests of tus 1.0.0, each with the headers that all have. */
export class TusClient {
  readonly #upload: OpenUpload;
  readonly #send: Send;
  readonly #methodOverride: boolean;
  readonly #signal: AbortSignal | undefined;

  /** @param signal Aborts the requests alone, not the upload. */
  constructor(
    upload: OpenUpload,
    send: Send,
    methodOverride: boolean,
    signal?: AbortSignal,
  ) {
    this.#upload = upload;
    this.#send = send;
    this.#methodOverride = methodOverride;
    this.#signal = signal;
  }

  /** The URL of the call, where uploads are created. */
  get endpoint(): URL {
    return this.#upload.url;
  }

  /** The same with requests that a signal aborts. */
  abortedBy(signal: AbortSignal): TusClient {
    return new TusClient(
      this.#upload,
      this.#send,
      this.#methodOverride,
      signal,
    );
  }

  /**
   * Sends a request.
   *
   * @param target May have a user and a password.
   * @throws {FinalReply} If the upload is locked (status 423): it may not be for
   * long.
   */
  async request(
    method: string,
    target: URL,
    headers: HeaderRecord = {},
    { open, reopens, size = -1 }: TusBody = {},
  ): Promise<Reply> {
    const { url, credentials } = takeCredentials(target);
    const isHidden = this.#methodOverride && UNUSUAL.includes(method);
    const own = {
      ...(isHidden && { "x-http-method-override": method }),
      "tus-resumable": "1.0.0",
      ...headers,
    };
    const reply = await this.#send({
      url,
      method: isHidden ? "POST" : method,
      headers: {
        ...headersTo(url, this.#upload),
        ...credentials,
        ...own,
      },
      keepHeaders: Object.keys(own),
      open,
      reopens,
      // A body of unknown size is awaited to its end, which is its size.
      mayStopEarly: size >= 0,
      signal: this.#signal,
    });
    if (reply.response.status !== 423) return reply;
    throw new FinalReply({ ...reply, isTransient: true });
  }
}
