/**
 * The receiving side: a process of its own that reads raw TCP (or TLS) in large chunks and knows
 * just enough HTTP to respond to each request with the size of its body in bytes.
 *
 *     deno run --allow-net receiver.ts [--hostname=HOST] [--port=PORT] [--trace]
 *
 * A certificate and its key, as JSON on stdin, make it TLS. The first line it prints is its port;
 * with `--trace` each further one is a `Reading`.
 *
 * @module
 */

import { BodyReader, type Connection } from "./body_reader.ts";

/** How many bytes of bodies were read at a time. */
export interface Reading {
  /** `Date.now()` */
  readonly at: number;
  readonly bytes: number;
}

const READ_SIZE = 1024 * 1024;
const encoder = new TextEncoder();

if (import.meta.main) await receive();

async function receive(): Promise<void> {
  const option = (name: string) =>
    Deno.args.find((arg) => arg.startsWith(`--${name}=`))?.split("=")[1];
  const trace = Deno.args.includes("--trace");
  const hostname = option("hostname") ?? "127.0.0.1";
  const port = Number(option("port") ?? 0);
  const identity = await new Response(Deno.stdin.readable).text();
  const listener = identity === ""
    ? Deno.listen({ hostname, port })
    : Deno.listenTls({ hostname, port, ...JSON.parse(identity) });
  console.log(listener.addr.port);
  for await (const connection of listener) {
    answerAll(connection, trace).catch(() => {}).finally(() => {
      connection.close();
    });
  }
}

async function answerAll(
  connection: Connection,
  trace: boolean,
): Promise<void> {
  const reader = new BodyReader(connection, READ_SIZE);
  let bytes = 0;
  const onBytes = (count: number) => {
    bytes += count;
    if (trace) console.log(JSON.stringify({ at: Date.now(), bytes }));
  };
  while (true) {
    const length = await reader.readRequest(trace ? onBytes : undefined);
    if (length === undefined) return;
    const text = String(length);
    await connection.write(encoder.encode(
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n" +
        `Content-Length: ${text.length}\r\n\r\n${text}`,
    ));
  }
}
