import { readLine } from "./raw_request.ts";
import {
  answer,
  headerOf,
  type RawConnection,
  type RawServer,
  serveRaw,
} from "./raw_server.ts";

/** What a {@linkcode serveFickle} server does with one request. */
export interface Behaviour {
  /** How many bytes of the body it reads before it responds; `Infinity` for all of them. */
  readonly answerAfter: number;
  /** The end of the status line, such as `200 OK`; none if it does not respond. */
  readonly status: string | undefined;
  /** What it does when it has answered, with what is left of the body. */
  readonly then: "read on" | "stop" | "close";
  /** The most that it reads at once, in bytes. */
  readonly readSize: number;
  /** Told the bytes that it has read so far. */
  onRead?(total: number): void;
}

/** What a server saw of a body. */
export interface Seen {
  /** The bytes. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Whether the framing says that these are all. */
  readonly whole: boolean;
}

/** A server that treats each path in its own way. */
export interface FickleServer extends RawServer {
  /** What it sees of the body that is sent to a path; settles when that connection is done with. */
  readonly seen: ReadonlyMap<string, Promise<Seen>>;
}

/**
 * Starts a server whose behaviour is chosen per request.
 *
 * @param behaviourOf The behaviour for a path.
 * @param stopped Settles when a connection in which it has stopped reading may be closed.
 */
export function serveFickle(
  behaviourOf: (path: string) => Behaviour,
  stopped: (path: string) => Promise<unknown>,
): FickleServer {
  const seen = new Map<string, Promise<Seen>>();
  const server = serveRaw(async (connection) => {
    const head = await connection.readHead();
    const path = / (\S+) HTTP/.exec(head)?.[1];
    if (path === undefined) return;
    const behaviour = behaviourOf(path);
    const wait = () => stopped(path);
    const one = treat(connection, head, behaviour, wait);
    seen.set(path, one);
    await one;
  });
  return Object.assign(server, { seen });
}

async function treat(
  connection: RawConnection,
  head: string,
  { answerAfter, status, then, readSize, onRead }: Behaviour,
  stopped: () => Promise<unknown>,
): Promise<Seen> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const body = bodyChunks(connection, head, readSize);
  let total = 0;
  let answered = false;
  while (true) {
    if (!answered && total >= answerAfter) {
      answered = true;
      await give(connection, status);
      if (then === "close") break;
      if (then === "stop") {
        await stopped();
        break;
      }
    }
    const { done, value } = await body.next();
    if (done) {
      if (value && !answered) await give(connection, status);
      return { bytes: await new Blob(chunks).bytes(), whole: value };
    }
    total += value.byteLength;
    chunks.push(value);
    onRead?.(total);
  }
  return { bytes: await new Blob(chunks).bytes(), whole: false };
}

async function give(
  connection: RawConnection,
  status: string | undefined,
): Promise<void> {
  if (status === undefined) return;
  await connection.write(answer("said", status, "Connection: close\r\n"));
}

/** The chunks of a body; returns whether it ended as its framing says. */
export async function* bodyChunks(
  connection: RawConnection,
  head: string,
  most: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>, boolean> {
  const length = headerOf(head, "content-length");
  if (length !== undefined) {
    return yield* readSpan(connection, Number(length), most);
  }
  while (true) {
    const size = parseInt(await readLine(connection), 16);
    if (Number.isNaN(size)) return false;
    if (!(yield* readSpan(connection, size, most))) return false;
    if (await readLine(connection) !== "\r\n") return false;
    if (size === 0) return true;
  }
}

async function* readSpan(
  connection: RawConnection,
  length: number,
  most: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>, boolean> {
  for (let left = length; left > 0;) {
    const chunk = await connection.readBytes(Math.min(left, most));
    if (chunk.byteLength === 0) return false;
    left -= chunk.byteLength;
    yield chunk;
  }
  return true;
}
