/** A connection of a {@linkcode RawServer}, byte by byte. */
export class RawConnection {
  readonly #connection: Deno.TcpConn;
  #rest = new Uint8Array();

  constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
  }

  /** The next bytes, as they come; undefined at the end, or when the connection broke. */
  async read(): Promise<Uint8Array<ArrayBuffer> | undefined> {
    if (this.#rest.byteLength > 0) {
      const rest = this.#rest;
      this.#rest = new Uint8Array();
      return rest;
    }
    const buffer = new Uint8Array(256 * 1024);
    try {
      const read = await this.#connection.read(buffer);
      return read === null ? undefined : buffer.subarray(0, read);
    } catch {
      return undefined;
    }
  }

  /** The head of a request, up to and with the empty line. */
  async readHead(): Promise<string> {
    let text = "";
    while (true) {
      const chunk = await this.read();
      if (chunk === undefined) return text;
      text += latin1(chunk);
      const end = text.indexOf("\r\n\r\n");
      if (end < 0) continue;
      this.#rest = Uint8Array.from(
        text.slice(end + 4),
        (character) => character.charCodeAt(0),
      );
      return text.slice(0, end + 4);
    }
  }

  /** This many bytes, or what there was when the other side stopped. */
  async readBytes(count: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(count);
    let at = 0;
    while (at < count) {
      const chunk = await this.read();
      if (chunk === undefined) break;
      const wanted = chunk.subarray(0, count - at);
      bytes.set(wanted, at);
      at += wanted.byteLength;
      if (wanted.byteLength < chunk.byteLength) {
        this.#rest = chunk.subarray(wanted.byteLength);
      }
    }
    return bytes.subarray(0, at);
  }

  /** Counts what comes until the other side stops. */
  async drain(): Promise<number> {
    let count = 0;
    while (true) {
      const chunk = await this.read();
      if (chunk === undefined) return count;
      count += chunk.byteLength;
    }
  }

  /** Sends text, byte by character; whether that went. */
  async write(text: string): Promise<boolean> {
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    try {
      for (let at = 0; at < bytes.byteLength;) {
        at += await this.#connection.write(bytes.subarray(at));
      }
      return true;
    } catch {
      return false;
    }
  }

  /** Resets it once bytes have arrived: the system resets a connection that is closed with unread bytes. */
  async reset(): Promise<void> {
    await this.#connection.read(new Uint8Array(1));
    this.close();
  }

  /** Closes it. */
  close(): void {
    try {
      this.#connection.close();
    } catch {
      // It is closed already.
    }
  }
}

/** A server whose test controls each connection, byte by byte. */
export interface RawServer extends AsyncDisposable {
  /** Where it listens, as `http://127.0.0.1:PORT/`. */
  readonly url: string;
}

/**
 * Starts a server that looks at the bytes. A connection is closed when its handler is done with it.
 *
 * @param handle What to do with the connections, the first, the second and so on.
 */
export function serveRaw(
  handle: (connection: RawConnection, index: number) => Promise<unknown>,
): RawServer {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<RawConnection>();
  const handled: Promise<unknown>[] = [];
  const accepting = (async () => {
    for await (const connection of connectionsTo(listener)) {
      const raw = new RawConnection(connection);
      open.add(raw);
      handled.push(
        handle(raw, handled.length).finally(() => {
          raw.close();
          open.delete(raw);
        }),
      );
    }
  })();
  return {
    url: `http://127.0.0.1:${listener.addr.port}/`,
    async [Symbol.asyncDispose]() {
      listener.close();
      await accepting;
      for (const connection of open) connection.close();
      await Promise.all(handled);
    },
  };
}

/** Those that come, without any that its client has reset before it was accepted. */
async function* connectionsTo(
  listener: Deno.TcpListener,
): AsyncGenerator<Deno.TcpConn> {
  while (true) {
    try {
      yield* listener;
      return;
    } catch (thrown) {
      if (!(thrown instanceof Deno.errors.NotConnected)) throw thrown;
    }
  }
}

/** The value of a header in a raw head; undefined where it is missing. */
export function headerOf(head: string, name: string): string | undefined {
  return new RegExp(`^${name}: *(.*?)\r$`, "im").exec(head)?.[1];
}

/** A complete response with a text. */
export function answer(text: string, status = "200 OK", headers = ""): string {
  return `HTTP/1.1 ${status}\r\nContent-Type: text/plain\r\nContent-Length: ${text.length}\r\n${headers}\r\n${text}`;
}

function latin1(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
