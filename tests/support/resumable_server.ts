import { createServer, type IncomingMessage, type Server } from "node:http";
import type { ServerResponse } from "node:http";
import {
  type CorsPolicy,
  isPreflight,
  preflightHeaders,
  responseHeaders,
} from "./cors_policy.ts";
import { ServedExchange } from "./served_exchange.ts";
import type { Answer, RecordedRequest } from "./recorded_request.ts";
import type { ServerHooks } from "./server_hooks.ts";
import type { StoredUpload } from "./stored_upload.ts";

/** A strict server for a protocol of resumable uploads, which keeps all that it saw. */
export abstract class ResumableServer<Upload extends StoredUpload>
  implements AsyncDisposable {
  /** The requests in the order of their arrival. */
  readonly requests: RecordedRequest[] = [];
  /** What clients did against a MUST of the protocol. */
  readonly violations: string[] = [];
  /** The uploads by the paths of their URLs. */
  readonly uploads: Map<string, Upload> = new Map();
  /** Faults; they may be changed at any time. */
  hooks: ServerHooks = {};
  readonly #server: Server;
  readonly #cors: CorsPolicy | undefined;
  readonly #running = new Set<Promise<void>>();
  readonly #failures: unknown[] = [];
  #created = 0;

  /** @param cors What pages of other origins may do; nothing by default. */
  constructor(cors?: CorsPolicy) {
    this.#cors = cors;
    this.#server = createServer(
      { keepAliveTimeout: 0 },
      (message, response) => {
        const run = this.#handle(message, response)
          .catch((thrown) => {
            this.#failures.push(thrown);
            message.socket.destroy();
          })
          .finally(() => this.#running.delete(run));
        this.#running.add(run);
      },
    );
  }

  /** Processes a request. */
  protected abstract respond(exchange: ServedExchange): Promise<Answer>;

  /** Starts to listen; on the loopback unless another address is given. */
  async listen(hostname = "127.0.0.1"): Promise<this> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.listen(0, hostname, resolve);
    await promise;
    return this;
  }

  /** Where it listens, as `http://ADDRESS:PORT/`. */
  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === "string") {
      throw new Error("Cannot tell the URL: the server does not listen");
    }
    return `http://${address.address}:${address.port}/`;
  }

  /** The requests with a method. */
  requestsOf(method: string): RecordedRequest[] {
    return this.requests.filter((request) => request.method === method);
  }

  /** How many bytes came again after a response had acknowledged them. */
  get repeatedBytes(): number {
    return this.requests.reduce((sum, { repeated }) => sum + repeated, 0);
  }

  /** The only upload there is. */
  get onlyUpload(): Upload {
    const [upload, ...others] = this.uploads.values();
    if (upload === undefined || others.length > 0) {
      throw new Error(
        `Cannot choose an upload: there are ${this.uploads.size}`,
      );
    }
    return upload;
  }

  /** A path for a new upload below a folder such as `/files/`. */
  newPath(folder: string): string {
    return `${folder}${++this.#created}`;
  }

  /** The `Location` of an upload. */
  locationOf({ path }: Upload, { url }: ServedExchange): string {
    const absolute = new URL(path, url);
    return this.hooks.location?.(absolute) ?? absolute.href;
  }

  /** Stops it; rejects with what went wrong in the server itself. */
  async [Symbol.asyncDispose](): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    this.#server.close(resolve);
    this.#server.closeAllConnections();
    await promise;
    await Promise.all(this.#running);
    if (this.#failures.length > 0) throw this.#failures[0];
  }

  async #handle(
    message: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const exchange = new ServedExchange(message, () => this.hooks);
    const { request } = exchange;
    if (this.#cors !== undefined && isPreflight(request)) {
      response.writeHead(204, preflightHeaders(this.#cors)).end();
      return;
    }
    this.requests.push(request);
    const acknowledged = this.uploads.get(request.path)?.acknowledged ?? 0;
    const answer = await this.hooks.answer?.(request) ??
      await this.respond(exchange);
    await exchange.drain();
    this.violations.push(...exchange.violations);
    request.repeated = repeatedBytes(request, acknowledged);
    if (exchange.gone) return;
    if (this.hooks.lose?.(request, answer)) return exchange.drop();
    exchange.sent(answer.status);
    const cors = this.#cors === undefined ? {} : responseHeaders(this.#cors);
    response.writeHead(answer.status, { ...cors, ...answer.headers })
      .end(answer.body);
  }
}

/** How much of a body lies below what was acknowledged when the request came. */
function repeatedBytes(
  { offset, received }: RecordedRequest,
  acknowledged: number,
): number {
  if (offset === undefined) return 0;
  return Math.max(0, Math.min(acknowledged, offset + received) - offset);
}
