import { type RawConnection, type RawServer, serveRaw } from "./raw_server.ts";

/** A server of HTTP/2 that ends its answers late, frame by frame (RFC 9113). */
export interface LateServer extends RawServer {
  /** The error codes of the streams that a client has reset. */
  readonly resets: number[];
}

const PREFACE_LENGTH = 24;
const [DATA, HEADERS, RST_STREAM, SETTINGS, PING] = [0, 1, 3, 4, 6] as const;
const [ACK, END_STREAM, END_HEADERS] = [1, 1, 4] as const;
/** `:status: 200`, `content-length: 2`, `content-type: text/plain`, as HPACK has them. */
const FIELDS = "\x88\x0f\x0d\x012\x0f\x10\x0atext/plain";

/**
 * Starts a server that answers each request, without TLS, with the two bytes of its
 * Content-Length, and ends the stream later.
 *
 * @param pauseMs How much later.
 */
export function serveLateEnds(pauseMs: number): LateServer {
  const resets: number[] = [];
  const server = serveRaw(async (connection) => {
    await connection.readBytes(PREFACE_LENGTH);
    await connection.write(frame(SETTINGS, 0, 0));
    while (true) {
      const got = await readFrame(connection);
      if (got === undefined) return;
      const { type, flags, stream, payload } = got;
      if ((type === SETTINGS || type === PING) && flags !== ACK) {
        const echo = type === PING ? payload : "";
        await connection.write(frame(type, ACK, 0, echo));
      } else if (type === RST_STREAM) {
        resets.push(payload.charCodeAt(3));
      } else if ((type === DATA || type === HEADERS) && flags & END_STREAM) {
        const fields = frame(HEADERS, END_HEADERS, stream, FIELDS);
        await connection.write(fields + frame(DATA, 0, stream, "ok"));
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
        await connection.write(frame(DATA, END_STREAM, stream));
      }
    }
  });
  return Object.assign(server, { resets });
}

interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly payload: string;
}

async function readFrame(
  connection: RawConnection,
): Promise<Frame | undefined> {
  const head = await connection.readBytes(9);
  if (head.byteLength < 9) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const payload = await connection.readBytes(view.getUint32(0) >>> 8);
  return {
    type: view.getUint8(3),
    flags: view.getUint8(4),
    stream: view.getUint32(5),
    payload: String.fromCharCode(...payload),
  };
}

function frame(
  type: number,
  flags: number,
  stream: number,
  payload = "",
): string {
  const numbers = [0, 0, payload.length, type, flags, 0, 0, 0, stream];
  return String.fromCharCode(...numbers) + payload;
}
