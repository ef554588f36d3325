import { bodyChunks } from "./fickle_server.ts";
import { TempFolder } from "./files.ts";
import { type RawConnection, serveRaw } from "./raw_server.ts";

/** A body as a server saw it. */
export interface SeenBody {
  readonly length: number;
  /** Whether its framing says that this is all. */
  readonly whole: boolean;
}

const READ_SIZE = 1024 * 1024;

/** Where an upload meets a fault: all that takes part in it, gone at the end of its scope. */
export class FaultScene implements AsyncDisposable {
  readonly #cleanup = new AsyncDisposableStack();
  readonly #over = Promise.withResolvers<void>();
  readonly #client = this.#cleanup.use(
    // A connection that is kept for later would be taken for one that was left behind.
    Deno.createHttpClient({ poolMaxIdlePerHost: 0 }),
  );
  /** A folder for files. */
  readonly folder: TempFolder = this.#cleanup.use(new TempFolder());
  /** Settles when the upload has ended and nothing is looked at any more. */
  readonly over: Promise<void> = this.#over.promise;
  /** The bodies that servers have read with `readBody`. */
  readonly bodies: SeenBody[] = [];
  /** The ports of servers, to which no connection may be left. */
  readonly ports: number[] = [];

  /** A `fetch` that keeps no connection. */
  readonly fetch: typeof fetch = (input, init) =>
    fetch(input, { ...init, client: this.#client });

  /** Keeps something until the end. */
  readonly use = <Kept extends Disposable | AsyncDisposable>(kept: Kept) =>
    this.#cleanup.use(kept);

  /** Starts a server and returns its URL. */
  readonly serve = (
    handle: (connection: RawConnection, index: number) => Promise<unknown>,
  ): string => {
    const { url } = this.#cleanup.use(serveRaw(handle));
    this.ports.push(Number(new URL(url).port));
    return url;
  };

  /**
   * Reads a request, records its body, and returns whether it was complete.
   *
   * @param head The head of it, where that was read already.
   */
  async readBody(connection: RawConnection, head?: string): Promise<boolean> {
    head ??= await connection.readHead();
    if (head === "") return false;
    if (head.startsWith("GET ")) return true;
    const chunks = bodyChunks(connection, head, READ_SIZE);
    for (let length = 0;;) {
      const { done, value } = await chunks.next();
      if (done) {
        this.bodies.push({ length, whole: value });
        return value;
      }
      length += value.byteLength;
    }
  }

  /** Closes it all. */
  async close(): Promise<void> {
    this.#over.resolve();
    await this.#cleanup.disposeAsync();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
