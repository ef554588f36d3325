import {
  type Upload,
  upload,
  type UploadOptions,
  type UploadSource,
} from "@network/upload";
import { fileURLToPath } from "node:url";
import type { Authority, Identity } from "./certificates.ts";

/** What an HTTP/2 server grants its clients. */
export interface Http2Setup {
  /** Its SETTINGS, as Node names them. */
  readonly settings?: Readonly<Record<string, number>>;
  /** The flow-control window of a connection, in bytes. */
  readonly window?: number;
}

/** Windows that no body of a test fills. */
export const WIDE: Http2Setup = {
  settings: { initialWindowSize: 2 ** 26 },
  window: 2 ** 26,
};

/** Something that the server saw; a mark is a question that it has answered. */
export type Seen =
  | { readonly seen: "connection" | "close" | "mark" }
  | SeenReset
  | SeenRequest
  | SeenStream;

/** A stream that the client gave up. */
export interface SeenReset {
  readonly seen: "reset";
  readonly code: number;
}

/** A request, as far as its headers. */
export interface SeenRequest {
  readonly seen: "request";
  readonly path: string;
  readonly method: string;
}

/** A request that is over. */
export interface SeenStream {
  readonly seen: "stream";
  readonly path: string;
  /** Bytes of the body that were read. */
  readonly length: number;
  /** Whether the client ended the body, and all of it was read. */
  readonly whole: boolean;
  readonly sha256: string;
}

const PROGRAM = fileURLToPath(new URL("http2_program.mjs", import.meta.url));
const PATIENCE_MS = 10_000;

/** An HTTP/2 server in a process of Node, and a client that trusts it. */
export class Http2Server implements AsyncDisposable {
  readonly port: number;
  /** Where it listens, as `https://127.0.0.1:PORT/`. */
  readonly url: string;
  /** All that it has seen so far. */
  readonly seen: Seen[] = [];
  readonly #process: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly #client: Deno.HttpClient;
  readonly #reading: Promise<void>;
  #news = Promise.withResolvers<void>();
  #isClosed = false;

  /** Starts a server. */
  static async start(
    node: string,
    authority: Authority,
    setup: Http2Setup,
  ): Promise<Http2Server> {
    const given: Identity & Http2Setup = { ...authority.sign(), ...setup };
    const process = new Deno.Command(node, {
      args: [PROGRAM, JSON.stringify(given)],
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const lines = linesOf(process.stdout);
    const { value } = await lines.next();
    return new Http2Server(process, Number(value), lines, authority.cert);
  }

  private constructor(
    process: Deno.ChildProcess,
    port: number,
    lines: AsyncIterable<string>,
    caCert: string,
  ) {
    this.port = port;
    this.url = `https://127.0.0.1:${port}/`;
    this.#process = process;
    this.#input = process.stdin.getWriter();
    this.#client = Deno.createHttpClient({ caCerts: [caCert] });
    this.#reading = this.#read(lines);
  }

  /** The native `fetch`, which shares one connection. */
  readonly fetch: typeof fetch = (input, init) =>
    fetch(input, { ...init, client: this.#client });

  /** Puts a source there; the path says what the server does. */
  put(
    path: string,
    source: UploadSource,
    options: Partial<UploadOptions> = {},
  ): Upload {
    return upload({
      url: this.url + path,
      method: "PUT",
      source,
      contentType: "application/octet-stream",
      fetch: this.fetch,
      ...options,
    });
  }

  /** Opens the connection, so that the client knows the server's SETTINGS. */
  async meet(): Promise<void> {
    await (await this.fetch(`${this.url}take/first`, { method: "POST" }))
      .text();
  }

  /** The requests for a path, in their order. */
  requestsFor(path: string): SeenRequest[] {
    return this.seen.filter((one) => one.seen === "request")
      .filter((one) => one.path === `/${path}`);
  }

  /** The complete bodies that a path received. */
  bodiesOf(path: string): SeenStream[] {
    return this.seen.filter((one) => one.seen === "stream")
      .filter((one) => one.path === `/${path}` && one.whole);
  }

  /** The codes of the RST_STREAM frames that the client sent. */
  get resets(): number[] {
    return this.seen.filter((one) => one.seen === "reset")
      .map(({ code }) => code);
  }

  /** How many connections there were. */
  get connections(): number {
    return this.#count("connection");
  }

  /** Waits until the server has seen something. */
  async until(isThere: () => boolean): Promise<void> {
    const timer = setTimeout(() => {
      this.#news.reject(new Error(`only ${JSON.stringify(this.seen)}`));
    }, PATIENCE_MS);
    try {
      while (!isThere()) await this.#news.promise;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Waits until everything that the server has seen is reported. */
  async catchUp(): Promise<void> {
    const marks = this.#count("mark") + 1;
    await this.#input.write(new Uint8Array(1));
    await this.until(() => this.#count("mark") === marks);
  }

  /** Closes the client, and waits until the server has seen the end of all that it began. */
  async settle(): Promise<void> {
    this.#close();
    await this.catchUp();
    await this.until(() =>
      this.#count("close") === this.#count("connection") &&
      this.#count("stream") === this.#count("request")
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#close();
    await this.#input.close();
    const { success } = await this.#process.status;
    await this.#reading;
    if (!success) throw new Error("the HTTP/2 server failed");
  }

  #close(): void {
    if (!this.#isClosed) this.#client.close();
    this.#isClosed = true;
  }

  #count(kind: Seen["seen"]): number {
    return this.seen.filter(({ seen }) => seen === kind).length;
  }

  async #read(lines: AsyncIterable<string>): Promise<void> {
    for await (const line of lines) {
      this.seen.push(JSON.parse(line));
      this.#news.resolve();
      this.#news = Promise.withResolvers();
    }
  }
}

async function* linesOf(
  bytes: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<string> {
  let rest = "";
  for await (const text of bytes.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}
