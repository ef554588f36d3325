import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import {
  type Answer,
  integerOf,
  type RecordedRequest,
} from "./recorded_request.ts";
import type { ServerHooks } from "./server_hooks.ts";
import type { StoredUpload } from "./stored_upload.ts";

/** One request to a resumable server while it is processed. */
export class ServedExchange {
  readonly request: RecordedRequest;
  /** The URL as the client addressed it. */
  readonly url: URL;
  /** What the client did against a MUST of the protocol. */
  readonly violations: string[] = [];
  readonly #message: IncomingMessage;
  // A message may lose its socket once it is read.
  readonly #socket: Socket;
  readonly #hooks: () => Pick<ServerHooks, "keep" | "hold">;
  readonly #acknowledged = new Map<StoredUpload, number>();

  constructor(
    message: IncomingMessage,
    hooks: () => Pick<ServerHooks, "keep" | "hold">,
  ) {
    this.#message = message;
    this.#socket = message.socket;
    this.#hooks = hooks;
    const { method = "", url = "/", headersDistinct } = message;
    const headers = new Headers();
    for (const [name, values = []] of Object.entries(headersDistinct)) {
      for (const value of values) headers.append(name, value);
    }
    this.url = new URL(url, `http://${headers.get("host") ?? "127.0.0.1"}`);
    this.request = {
      method,
      sentMethod: method,
      path: this.url.pathname,
      headers,
      offset: integerOf(headers, "upload-offset"),
      received: 0,
      complete: false,
      stored: 0,
      repeated: 0,
      status: undefined,
      refusal: undefined,
    };
  }

  /** Whether the connection is gone, so that no response can be sent. */
  get gone(): boolean {
    const { destroyed, readableEnded } = this.#socket;
    return destroyed || readableEnded;
  }

  /** Whether the request announces a body that is not empty. */
  get hasBody(): boolean {
    const { headers } = this.request;
    return headers.has("transfer-encoding") ||
      (integerOf(headers, "content-length") ?? 0) > 0;
  }

  /** The chunks of the body, as far as they come. */
  async *chunks(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    const end = this.#hooks().keep?.(this.request) ?? Infinity;
    try {
      for await (const chunk of this.#message) {
        const kept = new Uint8Array(chunk).subarray(
          0,
          end - this.request.received,
        );
        this.request.received += kept.byteLength;
        yield kept;
        await this.#hooks().hold?.(this.request);
        if (this.request.received >= end) return this.drop();
      }
      this.request.complete = true;
    } catch {
      // The client has left: what came before stays.
    }
  }

  /** Reads the rest of the body, and ignores it. */
  async drain(): Promise<void> {
    if (this.request.complete || this.gone) return;
    for await (const _ of this.chunks());
  }

  /** Closes the connection without a response. */
  drop(): void {
    this.#socket.destroy();
  }

  /** Refuses the request. */
  refuse(status: number, reason: string, headers = {}): Answer {
    this.request.refusal = reason;
    return { status, headers, body: reason };
  }

  /** Refuses a request that a client of the protocol must not send. */
  reject(status: number, reason: string, headers = {}): Answer {
    this.violations.push(reason);
    return this.refuse(status, reason, headers);
  }

  /** Records that the response reports how much of an upload is stored. */
  acknowledge(upload: StoredUpload): void {
    this.#acknowledged.set(upload, upload.offset);
  }

  /** Notes that the response is on its way. */
  sent(status: number): void {
    this.request.status = status;
    for (const [upload, offset] of this.#acknowledged) {
      upload.acknowledge(offset);
    }
  }
}
