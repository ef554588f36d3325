import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { S3RequestHead } from "./s3_request.ts";

/** Handles a request to its end. */
type Handle = (
  message: IncomingMessage,
  response: ServerResponse,
) => Promise<void>;

/** The connections of an S3 server. */
export class S3Listener implements AsyncDisposable {
  readonly #server: Server;
  readonly #running = new Set<Promise<void>>();
  readonly #failures: unknown[] = [];

  constructor(handle: Handle) {
    this.#server = createServer(
      // A test may hold a request for as long as it likes.
      { keepAliveTimeout: 0, requestTimeout: 0 },
      (message, response) => {
        const run = handle(message, response)
          .catch((thrown) => {
            this.#failures.push(thrown);
            message.socket.destroy();
          })
          .finally(() => this.#running.delete(run));
        this.#running.add(run);
      },
    );
  }

  /** The port that it listens on. */
  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === "string") {
      throw new Error("Cannot tell the port: the server does not listen");
    }
    return address.port;
  }

  /** Starts to listen on the loopback; 0 is a free port. */
  async listen(port: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.listen(port, "127.0.0.1", resolve);
    await promise;
  }

  /** Stops it; rejects with what went wrong in a handler. */
  async [Symbol.asyncDispose](): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    this.#server.close(resolve);
    this.#server.closeAllConnections();
    await promise;
    await Promise.all(this.#running);
    if (this.#failures.length > 0) throw this.#failures[0];
  }
}

/** The head of a message. */
export function headOf(
  { method = "", url = "/", headersDistinct }: IncomingMessage,
): S3RequestHead {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(headersDistinct)) {
    for (const value of values) headers.append(name, value);
  }
  return { method, target: url, headers };
}
