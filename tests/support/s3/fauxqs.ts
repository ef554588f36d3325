import { type ServerProcess, startServer } from "../server_process.ts";
import { BUCKET } from "./presign_put.ts";
import { encodedPath } from "./sigv4.ts";

const PROGRAM = new URL("fauxqs_program.ts", import.meta.url).href;

/**
 * The S3 of fauxqs, in a process of its own. It has Abort and the smallest size of a part, but
 * neither ListParts nor conditional puts nor bodies above 11 MiB, and checks only presigned puts.
 */
export class FauxqsServer implements AsyncDisposable {
  /** The bucket that is there. */
  readonly bucket: string = BUCKET;
  readonly #process: ServerProcess;

  private constructor(process: ServerProcess) {
    this.#process = process;
  }

  /** Starts it. */
  static async start(): Promise<FauxqsServer> {
    const permissions = ["net=127.0.0.1", "env", "sys", "read"];
    const process = await startServer({
      program: Deno.execPath(),
      args: (port) => [
        ...["run", "--no-check"],
        ...permissions.map((permission) => `--allow-${permission}`),
        ...[PROGRAM, String(port)],
      ],
    });
    return new FauxqsServer(process);
  }

  /** Where it listens, as `http://127.0.0.1:PORT/`. */
  get url(): string {
    return this.#process.url;
  }

  /** The URL of an object, with its bucket in the path. */
  pathStyleUrl(key: string): string {
    return `${this.url}${this.bucket}/${encodedPath(key)}`;
  }

  /** Stops it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
  }
}
