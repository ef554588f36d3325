import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { S3Answer } from "./s3_answer.ts";
import type { S3Request } from "./s3_request.ts";

/** One request to an S3 server while it is processed. */
export class S3Exchange {
  readonly request: S3Request;
  readonly #message: IncomingMessage;
  readonly #response: ServerResponse;
  // A message may lose its socket once it is read.
  readonly #socket: Socket;
  readonly #limit: number;

  /** @param limit The bytes of the body after which the connection is dropped. */
  constructor(
    { message, response }: {
      message: IncomingMessage;
      response: ServerResponse;
    },
    request: S3Request,
    limit = Infinity,
  ) {
    this.request = request;
    this.#message = message;
    this.#response = response;
    this.#socket = message.socket;
    this.#limit = limit;
  }

  /** Whether the connection is gone, so that no response can be sent. */
  get isGone(): boolean {
    const { destroyed, readableEnded } = this.#socket;
    return destroyed || readableEnded;
  }

  /** The chunks of the body, as far as they come. */
  async *chunks(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    const { request } = this;
    try {
      for await (const chunk of this.#message) {
        request.received += chunk.byteLength;
        if (request.received >= this.#limit) return this.drop();
        yield chunk;
      }
      request.complete = true;
    } catch {
      // The client has left.
    }
  }

  /** Reads the rest of the body, and ignores it. */
  async drain(): Promise<void> {
    if (this.request.complete || this.isGone) return;
    for await (const _ of this.chunks());
  }

  /** Closes the connection without a response. */
  drop(): void {
    this.#socket.destroy();
  }

  /** Sends a response. */
  async send(answer: S3Answer): Promise<void> {
    const { status, headers, body = "", padding, ready, isEarly } = answer;
    const chunks = typeof body === "string" ? [body] : body;
    const response = this.#response;
    response.sendDate = false;
    response.writeHead(status, {
      ...headers,
      ...isEarly ? { connection: "close" } : {},
      ...padding === undefined && this.request.method !== "HEAD" &&
          status !== 204
        ? { "content-length": lengthOf(chunks) }
        : {},
    });
    if (padding !== undefined) {
      response.write(padding);
      await ready;
    }
    for (const chunk of chunks) response.write(chunk);
    const ended = Promise.withResolvers<void>();
    response.end(ended.resolve);
    response.once("close", ended.resolve);
    await ended.promise;
    if (isEarly) this.drop();
  }
}

function lengthOf(chunks: readonly (string | Uint8Array)[]): number {
  return chunks.reduce(
    (sum, chunk) =>
      sum +
      (typeof chunk === "string"
        ? new TextEncoder().encode(chunk).byteLength
        : chunk.byteLength),
    0,
  );
}
