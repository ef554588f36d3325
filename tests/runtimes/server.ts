import { bodyChunks } from "../support/fickle_server.ts";
import { closing, redirect } from "../support/raw_request.ts";
import {
  headerOf,
  type RawConnection,
  type RawServer,
  serveRaw,
} from "../support/raw_server.ts";
import { type Seen, sha256Of } from "./protocol.ts";
import { passOn, type ResumableServers } from "./resumable.ts";
import type { SuiteS3 } from "./s3.ts";

const READ_SIZE = 1024 * 1024;
const NO = "413 Content Too Large";
const BUSY = "503 Service Unavailable";

/** Where a body is read no further for a while. */
interface Pause {
  readonly after: number;
  readonly until: Promise<void>;
}

/** What the server does with a request, by the first part of its path; the rest begins with an id. */
type Behaviour = (
  connection: RawConnection,
  request: {
    read(pause?: Pause): Promise<Seen>;
    /** Reads the body, keeps nothing of it, and returns its size in bytes. */
    count(): Promise<number>;
    /** Reads the body in pieces of this size. */
    chunks(size: number): AsyncIterable<Uint8Array>;
    readonly rest: readonly string[];
    /** How many bodies of the same id were read before. */
    readonly index: number;
    /** Settles when the client asks what was seen. */
    readonly asked: Promise<void>;
  },
) => Promise<unknown>;

const BEHAVIOURS: Readonly<Record<string, Behaviour>> = {
  /** Reads everything, and reports what it saw. */
  take: async (connection, { read }) => {
    await connection.write(json(await read()));
  },
  /** Reads everything, keeps nothing, and responds with the number of bytes. */
  count: async (connection, { count }) => {
    await connection.write(json(await count()));
  },
  /** Reads at a steady rate, a number of bytes every 100 ms, and responds with the number of bytes: `slow/ID/BYTES`. */
  slow: async (connection, { chunks, rest: [, bytes = ""] }) => {
    let length = 0;
    for await (const chunk of chunks(Number(bytes))) {
      length += chunk.byteLength;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await connection.write(json(length));
  },
  /** Reads everything, and responds half a second later with the number of bytes. */
  late: async (connection, { count }) => {
    const length = await count();
    await new Promise((resolve) => setTimeout(resolve, 500));
    await connection.write(json(length));
  },
  /** Reads everything, and responds with a status: `status/ID/STATUS`. */
  status: async (connection, { read, rest: [, status = ""] }) => {
    await read();
    await connection.write(closing("", `${status} Status`));
  },
  /** Reads everything, responds as if it kept the connection, and closes it. */
  drop: async (connection, { read }) => {
    await read();
    await connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  },
  /** Reads all, and redirects to `take`: `redirect/ID/STATUS`. */
  redirect: async (connection, { read, rest: [id, status] }) => {
    await read();
    await connection.write(redirect(Number(status), `/take/${id}`));
  },
  /** Reads all, and redirects to `take/ID/café`, in bare UTF-8. */
  redirectInUtf8: async (connection, { read, rest: [id] }) => {
    await read();
    await connection.write(redirect(307, `/take/${id}/caf\xc3\xa9`));
  },
  /** Refuses before the body is there, and reads on. */
  refuse: async (connection, { read }) => {
    await connection.write(closing("too large", NO));
    await read();
  },
  /** Reads all, and closes the connection. */
  cut: (_connection, { read }) => read(),
  /** Is busy, then closes the connection, and takes the third body of an id; each starts anew with it. */
  flaky: async (connection, { read, index }) => {
    const seen = await read();
    if (index % 3 === 0) await connection.write(closing("", BUSY));
    if (index % 3 === 2) await connection.write(json(seen));
  },
  /** Reads everything, and never responds. */
  hang: async (connection, { read }) => {
    await read();
    await connection.drain();
  },
  /** Reads a little, and the rest when the client has ended and asks. */
  stall: (_connection, { read, asked }) =>
    read({ after: 100_000, until: asked }),
  /** Reads everything, and responds with a type and bytes: `answer/ID/TYPE/HEX`. */
  answer: async (connection, { read, rest: [, type = "", hex = ""] }) => {
    await read();
    const bytes = hex.match(/../g)?.map((digits) => parseInt(digits, 16)) ?? [];
    const headers = `Content-Type: ${decodeURIComponent(type)}\r\n`;
    await connection.write(whole(Uint8Array.from(bytes), headers));
  },
  /** Reads everything, and responds with compressed text. */
  gzip: async (connection, { read }) => {
    await read();
    const packed = new Blob(["text ".repeat(1000)]).stream()
      .pipeThrough(new CompressionStream("gzip"));
    const bytes = await new Response(packed).bytes();
    const headers = "Content-Type: text/plain\r\nContent-Encoding: gzip\r\n";
    await connection.write(whole(bytes, headers));
  },
  /** Reads everything, and closes the connection in the middle of its response. */
  cutOff: async (connection, { read }) => {
    await read();
    await connection.write(
      `HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n${"x".repeat(100_000)}`,
    );
  },
  /** Reads everything, and responds until the client disconnects. */
  endless: async (connection, { read }) => {
    await read();
    await connection.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
    const block = "x".repeat(100_000);
    while (await connection.write(block)) { /* The next block. */ }
  },
};

/**
 * Starts the server that every runtime uploads to.
 *
 * @param resumable Servers that it passes requests on to.
 * @param s3 Another one.
 */
export function serveSuite(
  resumable: ResumableServers,
  s3: SuiteS3,
): RawServer {
  const requests = new Map<string, Requests>();
  return serveRaw(async (connection) => {
    const head = await connection.readHead();
    const [method = "", path = ""] = head.split(" ");
    const server = s3.has(path) ? s3 : resumable.serverOf(path);
    if (server !== undefined) return await passOn(connection, head, server);
    const [, name = "", ...rest] = path.split("/");
    const [id = ""] = rest;
    if (name === "stored") {
      const stored = await resumable.lastOf(rest[1] ?? "");
      return await connection.write(json(stored));
    }
    if (name === "object") {
      const object = await s3.objectOf(rest.join("-"));
      return await connection.write(json(object));
    }
    const { seen, asked } = requests.get(id) ?? new Requests();
    requests.set(id, { seen, asked });
    if (name === "seen") {
      asked.resolve();
      return await connection.write(json(await Promise.all(seen)));
    }
    const read = (pause?: Pause) => {
      const one = look(connection, method, head, pause);
      seen.push(one);
      return one;
    };
    const chunks = (size: number) => bodyChunks(connection, head, size);
    const count = async () => {
      let length = 0;
      for await (const chunk of chunks(READ_SIZE)) {
        length += chunk.byteLength;
      }
      return length;
    };
    const index = seen.length;
    const request = { read, count, chunks, rest, index, asked: asked.promise };
    await BEHAVIOURS[name]?.(connection, request);
  });
}

/** The requests of one case. */
class Requests {
  readonly seen: Promise<Seen>[] = [];
  readonly asked = Promise.withResolvers<void>();
}

/** Reads a body, and describes it. */
async function look(
  connection: RawConnection,
  method: string,
  head: string,
  pause?: Pause,
): Promise<Seen> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let whole = method === "GET";
  if (!whole) {
    const body = bodyChunks(connection, head, READ_SIZE);
    let length = 0;
    while (true) {
      const { done, value } = await body.next();
      if (done) {
        whole = value;
        break;
      }
      chunks.push(value);
      length += value.byteLength;
      if (pause !== undefined && length >= pause.after) await pause.until;
    }
  }
  const bytes = await new Blob(chunks).bytes();
  return {
    method,
    contentLength: headerOf(head, "content-length"),
    transferEncoding: headerOf(head, "transfer-encoding"),
    contentType: headerOf(head, "content-type"),
    authorization: headerOf(head, "authorization"),
    cookie: headerOf(head, "cookie"),
    start: String.fromCharCode(...bytes.subarray(0, 500)),
    bytes: bytes.byteLength,
    whole,
    sha256: await sha256Of(bytes),
  };
}

function json(value: unknown): string {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  return whole(bytes, "Content-Type: application/json\r\n");
}

/** A complete response, as characters that stand for its bytes. */
function whole(bytes: Uint8Array, headers: string): string {
  const head =
    `HTTP/1.1 200 OK\r\nConnection: close\r\n${headers}Content-Length: ${bytes.byteLength}\r\n\r\n`;
  return head + Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}
