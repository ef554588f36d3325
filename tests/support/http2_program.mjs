/**
 * An HTTP/2 server in a process of Node, which does with each request what its path says (see
 * `http2_behaviours.mjs`). It prints its port, then a line of JSON for each thing that it saw.
 * It ends with its standard input.
 *
 *     node tests/support/http2_program.mjs '{"cert": "…", "key": "…", "settings": {}}'
 *
 * @module
 */

import { createHash } from "node:crypto";
import { createServer } from "node:http2";
import process from "node:process";
import tls from "node:tls";
import { behaviours } from "./http2_behaviours.mjs";
import { Wire } from "./http2_wire.mjs";

const { cert, key, settings, window } = JSON.parse(process.argv[2] ?? "{}");
const http2 = createServer({ settings });
/** How many requests came to each path. */
const counts = new Map();
/** What is below TLS, by the port at the other end. */
const sockets = new Map();
let connections = 0;

const print = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

const server = tls.createServer(
  { cert, key, ALPNProtocols: ["h2"], noDelay: true },
  (socket) => {
    const connection = ++connections;
    const wire = new Wire(
      socket,
      (id, code) => print({ seen: "reset", connection, id, code }),
    );
    const tcp = sockets.get(socket.remotePort);
    http2.once("session", (session) => {
      Object.assign(session, { wire, connection, tcp });
      if (window !== undefined) session.setLocalWindowSize(window);
      session.on("error", () => {});
    });
    print({ seen: "connection", connection });
    socket.on("close", () => print({ seen: "close", connection }));
    http2.emit("connection", wire);
  },
);

server.on("connection", (tcp) => sockets.set(tcp.remotePort, tcp));

http2.on("stream", (stream, headers) => {
  const { ":path": path, ":method": method } = headers;
  const { id, session } = stream;
  const { connection } = session;
  const count = (counts.get(path) ?? 0) + 1;
  counts.set(path, count);
  const body = { length: 0, whole: false, sha256: "" };
  const hash = createHash("sha256");
  print({ seen: "request", connection, id, path, method });

  stream.on("error", () => {});
  stream.on(
    "close",
    () => print({ seen: "stream", connection, id, path, ...body }),
  );

  /** Reads a number of bytes, or the whole body. Returns whether it got them. */
  const read = async (bytes = Infinity) => {
    try {
      for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
        body.length += chunk.length;
        hash.update(chunk);
        if (body.length >= bytes) return true;
      }
    } catch {
      return false;
    }
    body.whole = !stream.aborted;
    body.sha256 = hash.copy().digest("hex");
    return body.whole;
  };
  const { pathname, searchParams } = new URL(path, "https://127.0.0.1");
  const behave = behaviours[pathname.split("/")[1]];
  const options = Object.fromEntries(searchParams);
  behave({ stream, session, count, body, read, ...options });
});

server.listen(0, "127.0.0.1", () => print(server.address().port));
// Whoever asks has then read all that was seen before.
process.stdin.on("data", () => print({ seen: "mark" }));
process.stdin.on("end", () => process.exit());
