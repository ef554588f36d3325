import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { type Direction, FaultCounter, type LineFault } from "./line_faults.ts";

/** How a {@linkcode TcpProxy} treats its connections. */
export interface ProxyOptions {
  /** The rate of each direction of a connection; by default unlimited. */
  readonly bytesPerSecond?: number;
  /** The fault of each connection, the first, the second and so on. */
  readonly faults?: (connection: number) => LineFault | undefined;
}

/** A connection of a client, and the one to the server that belongs to it. */
class Pair {
  readonly client: Socket;
  readonly server: Socket;
  readonly counter: FaultCounter;

  constructor(client: Socket, server: Socket, counter: FaultCounter) {
    this.client = client;
    this.server = server;
    this.counter = counter;
  }

  /** Ends both as a fault asks. */
  break(how: "close" | "reset"): void {
    if (how === "reset") {
      this.client.resetAndDestroy();
      this.server.resetAndDestroy();
    } else this.close();
  }

  close(): void {
    this.client.destroy();
    this.server.destroy();
  }
}

/** A line to a server that breaks, stalls and loses responses as a test wants. */
export class TcpProxy implements AsyncDisposable {
  /** How many connections came. */
  connections = 0;
  /** How many faults connections have met. */
  faults = 0;
  readonly #target: URL;
  readonly #options: ProxyOptions;
  readonly #armed: LineFault[] = [];
  readonly #pairs = new Map<Pair, Promise<unknown>>();
  readonly #stop = new AbortController();
  readonly #server: Server;

  /** @param target The server, as `http://127.0.0.1:PORT/`. */
  constructor(target: string, options: ProxyOptions = {}) {
    this.#target = new URL(target);
    this.#options = options;
    this.#server = createServer(
      { allowHalfOpen: true },
      (client) => this.#accept(client),
    );
  }

  /** Starts to listen on the loopback. */
  async listen(): Promise<this> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return this;
  }

  /** Where it listens, as `http://127.0.0.1:PORT/`. */
  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === "string") {
      throw new Error("Cannot tell the URL: the proxy does not listen");
    }
    return `http://127.0.0.1:${address.port}/`;
  }

  /** A URL of the server, by way of the proxy. */
  through(url: string): string {
    const { pathname, search } = new URL(url);
    return new URL(pathname + search, this.url).href;
  }

  /** How many connections are open. */
  get open(): number {
    return this.#pairs.size;
  }

  /** Arms a fault, which the next request that it fits meets once; several wait in their order. */
  arm(fault: LineFault): void {
    this.#armed.push(fault);
  }

  /** Stops it, and closes its connections. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.#server.close();
    for (const pair of this.#pairs.keys()) pair.close();
    await Promise.all(this.#pairs.values());
  }

  #accept(client: Socket): void {
    const fault = this.#options.faults?.(this.connections);
    this.connections++;
    const server = connect({
      port: Number(this.#target.port),
      host: this.#target.hostname,
      allowHalfOpen: true,
    });
    const counter = new FaultCounter(fault, this.#armed);
    const pair = new Pair(client, server, counter);
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      // What goes wrong with one ends both.
      socket.on("error", () => pair.close());
    }
    const ended = Promise.all([
      this.#carry("request", pair),
      this.#carry("response", pair),
    ]).finally(() => {
      pair.close();
      this.#pairs.delete(pair);
    });
    this.#pairs.set(pair, ended);
  }

  /** Carries one direction until it ends or breaks. */
  async #carry(direction: Direction, pair: Pair): Promise<void> {
    const [from, to] = direction === "request"
      ? [pair.client, pair.server]
      : [pair.server, pair.client];
    try {
      for await (const chunk of from) {
        const { pass, fault } = pair.counter.take(direction, chunk);
        if (pass.byteLength > 0) await write(to, pass);
        if (fault !== undefined) this.faults++;
        if (fault === "stall") await this.#stall(pair);
        else if (fault !== undefined) return pair.break(fault);
        await this.#throttle(pass.byteLength);
      }
      to.end();
    } catch {
      pair.close();
    }
  }

  /** Carries nothing more in this direction. A client that leaves may go unnoticed, as on a dead line. */
  async #stall({ client }: Pair): Promise<void> {
    const signal = this.#stop.signal;
    if (!client.destroyed) await once(client, "close", { signal });
    throw new Error("The client has left a stalled connection");
  }

  async #throttle(bytes: number): Promise<void> {
    const { bytesPerSecond } = this.#options;
    if (bytesPerSecond === undefined) return;
    const { signal } = this.#stop;
    await delay(bytes / bytesPerSecond * 1_000, undefined, { signal });
  }
}

async function write(socket: Socket, bytes: Uint8Array): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.write(bytes, (error) => error ? reject(error) : resolve());
  await promise;
}
