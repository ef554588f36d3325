import { bodyChunks } from "./fickle_server.ts";
import { sha256Of } from "./hash.ts";
import {
  answer,
  headerOf,
  type RawConnection,
  type RawServer,
  serveRaw,
} from "./raw_server.ts";

/** How a server fails a request. */
export type Failure =
  | "status"
  | "early status"
  | "reset before the body"
  | "reset in the body"
  | "reset after the body"
  | "cut response"
  | "silence in the body"
  | "silence after the body";

/** All of them. */
export const FAILURES: readonly [Failure, ...Failure[]] = [
  "status",
  "early status",
  "reset before the body",
  "reset in the body",
  "reset after the body",
  "cut response",
  "silence in the body",
  "silence after the body",
];

/** A server that fails some requests, and is well after those. */
export interface FlakyServer extends RawServer {
  /** How many requests came. */
  readonly requests: number;
  /** The headers of each. */
  readonly heads: readonly string[];
  /** The sum of each body that its framing says is complete. */
  readonly sums: readonly string[];
}

/** Makes the sum of a body from it and the head of its request. */
type SumOf = (body: Uint8Array<ArrayBuffer>, head: string) => Promise<string>;

const READ_SIZE = 64 * 1024;
const BUSY = answer("busy", "503 Busy", "Connection: close\r\n");
const OK = answer("ok", "200 OK", "Connection: close\r\n");
const CUT = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nok";

/**
 * Starts a server that fails its first requests.
 *
 * @param failures How it fails each of them.
 * @param busy What it says instead of a 503.
 * @param sumOf The sum of a complete body; by default its SHA-256.
 */
export function serveFlaky(
  failures: readonly (Failure | undefined)[],
  busy: string = BUSY,
  sumOf: SumOf = sha256Of,
): FlakyServer {
  const heads: string[] = [];
  const sums: string[] = [];
  const server = serveRaw(async (connection) => {
    const head = await connection.readHead();
    if (head === "") return;
    const failure = failures[heads.push(head) - 1];
    const read = async (limit = Infinity): Promise<void> => {
      const body = await readBody(connection, head, limit);
      if (body !== undefined) sums.push(await sumOf(body, head));
    };
    switch (failure) {
      case undefined:
        await read();
        return await connection.write(OK);
      case "status":
        await read();
        return await connection.write(busy);
      case "early status":
        await connection.write(busy);
        return await connection.drain();
      case "reset before the body":
        return;
      case "reset in the body":
        return await read(1);
      case "reset after the body":
        return await read();
      case "cut response":
        await read();
        return await connection.write(CUT);
      case "silence in the body":
        await read(1);
        return await connection.drain();
      case "silence after the body":
        await read();
        return await connection.drain();
    }
  });
  return {
    ...server,
    heads,
    sums,
    get requests() {
      return heads.length;
    },
  };
}

/** Reads a body up to a limit; all of it, if it is complete. */
async function readBody(
  connection: RawConnection,
  head: string,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  if (headerOf(head, "content-length") !== "0") {
    const body = bodyChunks(connection, head, READ_SIZE);
    for (let next = await body.next();; next = await body.next()) {
      if (next.done) {
        if (!next.value) return undefined;
        break;
      }
      chunks.push(next.value);
      length += next.value.byteLength;
      if (length >= limit) return undefined;
    }
  }
  return await new Blob(chunks).bytes();
}
