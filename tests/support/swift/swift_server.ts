import { fileURLToPath } from "node:url";
import { TempFolder } from "../files.ts";
import { encodedPath } from "../s3/sigv4.ts";
import { signed } from "../s3/signed_request.ts";

/** One of the processes of a Swift. */
export type SwiftPart =
  | "memcached"
  | "account"
  | "container"
  | "object"
  | "proxy";

/** How a Swift is set up. */
export interface SwiftOptions {
  /** The smallest size of a part but the last, in bytes. @default 5_242_880 */
  readonly minPartSize?: number;
  /** The largest number of a part. @default 1_000 */
  readonly maxParts?: number;
}

/** The credentials that a Swift knows. */
export const SWIFT_CREDENTIALS = {
  accessKeyId: "test:tester",
  secretAccessKey: "testing",
} as const;

// Debian installs Swift for its own Python alone.
const PYTHON = "/usr/bin/python3";
const SCRIPT = fileURLToPath(new URL("swift_server.py", import.meta.url));
const REGION = "us-east-1";
const ATTEMPTS = 3;
const ASKS = 600;
const ASK_MS = 100;

/** An OpenStack Swift with its S3 API, on the loopback; it keeps its objects until it is stopped. */
export class SwiftServer implements AsyncDisposable {
  /** The region that it has. */
  readonly region: string = REGION;
  /** The bucket that is there. */
  readonly bucket: string = "uploads";
  readonly #folder = new TempFolder();
  readonly #ports = freePorts();
  readonly #process: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly #output: ReadableStreamDefaultReader<Uint8Array>;

  private constructor(options: SwiftOptions) {
    const settings = {
      ports: this.#ports,
      ...SWIFT_CREDENTIALS,
      region: REGION,
      minPartSize: 5_242_880,
      maxParts: 1_000,
      ...options,
    };
    this.#process = new Deno.Command(PYTHON, {
      args: ["-B", SCRIPT, this.#folder.path, JSON.stringify(settings)],
      stdin: "piped",
      stdout: "piped",
      // It logs to a file.
      stderr: "null",
    }).spawn();
    this.#input = this.#process.stdin.getWriter();
    this.#output = this.#process.stdout.getReader();
  }

  /** Starts it, which takes several seconds, and makes the bucket. */
  static async start(options: SwiftOptions = {}): Promise<SwiftServer> {
    for (let attempt = 1;; attempt++) {
      const server = new SwiftServer(options);
      try {
        await server.#ready();
        await server.#makeBucket();
        return server;
      } catch (thrown) {
        await server[Symbol.asyncDispose]();
        // Another process may have been faster to take a port.
        if (attempt === ATTEMPTS) throw thrown;
      }
    }
  }

  /** Where it listens, as `http://127.0.0.1:PORT/`. */
  get url(): string {
    return `http://127.0.0.1:${this.#ports.proxy}/`;
  }

  /** The URL of an object, with its bucket in the path. */
  pathStyleUrl(key: string): string {
    return `${this.url}${this.bucket}/${encodedPath(key)}`;
  }

  /** Ends one of its processes at once, as a crash does, and waits until it is gone. */
  kill(part: SwiftPart): Promise<void> {
    return this.#command(`kill ${part}`);
  }

  /** Starts again what was killed, and waits until it accepts connections. */
  resume(part: SwiftPart): Promise<void> {
    return this.#command(`resume ${part}`);
  }

  /** Stops it, and removes its objects. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.#input.close();
    } catch {
      // It has exited already.
    }
    await this.#process.status;
    await this.#output.cancel();
    this.#folder[Symbol.dispose]();
  }

  async #command(line: string): Promise<void> {
    await this.#input.write(new TextEncoder().encode(`${line}\n`));
    await this.#ready();
  }

  async #ready(): Promise<void> {
    for (let line = ""; line !== "ready\n";) {
      const { value, done } = await this.#output.read();
      if (done) {
        const log = await Deno.readTextFile(`${this.#folder.path}/log`);
        throw new Error(`Swift has exited (see .ci/install_servers): ${log}`);
      }
      line += new TextDecoder().decode(value);
    }
  }

  /** Makes the bucket: only that shows that all its processes work together. */
  async #makeBucket(): Promise<void> {
    const request = {
      method: "PUT",
      url: `${this.url}${this.bucket}`,
      account: SWIFT_CREDENTIALS,
    };
    let text = "";
    for (let asked = 0; asked < ASKS; asked++) {
      const response = await fetch(signed(request));
      text = await response.text();
      if (response.ok) return;
      await new Promise((resolve) => setTimeout(resolve, ASK_MS));
    }
    throw new Error(`Cannot make a bucket in Swift: ${text}`);
  }
}

function freePorts(): Record<SwiftPart, number> {
  const free = () => Deno.listen({ hostname: "127.0.0.1", port: 0 });
  using memcached = free();
  using account = free();
  using container = free();
  using object = free();
  using proxy = free();
  return {
    memcached: memcached.addr.port,
    account: account.addr.port,
    container: container.addr.port,
    object: object.addr.port,
    proxy: proxy.addr.port,
  };
}
