import {
  answer,
  headerOf,
  type RawConnection,
  serveRaw,
} from "./raw_server.ts";

/** A request as it came over the wire. */
export interface RawRequest {
  /** The request line and the headers, up to and with the empty line. */
  readonly head: string;
  /** The body, without the frames of a chunked one. */
  readonly body: Uint8Array<ArrayBuffer>;
}

/** Reads a whole request, however its body is framed. */
export async function readRequest(
  connection: RawConnection,
): Promise<RawRequest> {
  const head = await connection.readHead();
  return { head, body: await readBody(connection, head) };
}

/** Reads the body that belongs to a head. */
export async function readBody(
  connection: RawConnection,
  head: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const length = headerOf(head, "content-length");
  if (length !== undefined) return await connection.readBytes(Number(length));
  if (headerOf(head, "transfer-encoding") === undefined) {
    return new Uint8Array();
  }
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  while (true) {
    const size = parseInt(await readLine(connection), 16);
    chunks.push(await connection.readBytes(size || 0));
    await readLine(connection);
    if (!(size > 0)) return await new Blob(chunks).bytes();
  }
}

/** A line, with its end; what came where there is none. */
export async function readLine(connection: RawConnection): Promise<string> {
  let line = "";
  while (!line.endsWith("\n")) {
    const byte = (await connection.readBytes(1))[0];
    if (byte === undefined) break;
    line += String.fromCharCode(byte);
  }
  return line;
}

/** Starts a server that records each request, and sends the responses in turn, then always the last one. */
export function serveAnswers(...answers: string[]) {
  const requests: RawRequest[] = [];
  const server = serveRaw(async (connection) => {
    const text = answers[requests.length] ?? answers.at(-1);
    requests.push(await readRequest(connection));
    await connection.write(text ?? closing(""));
  });
  return Object.assign(server, { requests });
}

/** A complete response with a text, after which the connection is closed. */
export function closing(text: string, status = "200 OK", headers = ""): string {
  return answer(text, status, `Connection: close\r\n${headers}`);
}

/** A redirect, after which the connection is closed. */
export function redirect(status: number, location: string): string {
  return closing("gone", `${status} Elsewhere`, `Location: ${location}\r\n`);
}
