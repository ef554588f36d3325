/**
 * A sink that speaks enough of S3 for objects in parts: it reads raw TCP in large chunks, checks no
 * signature, and keeps nothing but the sizes of the parts.
 *
 *     deno run --allow-net s3_receiver.ts
 *
 * The first line it prints is its port; each further one is the size of an object that is complete.
 *
 * @module
 */

import { BodyReader } from "./body_reader.ts";

/** What it responds with. */
interface Answer {
  readonly status?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const READ_SIZE = 1024 * 1024;
const NOT_FOUND: Answer = { status: "404 Not Found" };
const encoder = new TextEncoder();
/** The sizes of the parts of uploads that have begun. */
const uploads = new Map<string, Map<string, number>>();

if (import.meta.main) await receive();

async function receive(): Promise<void> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  console.log(listener.addr.port);
  for await (const connection of listener) {
    answerAll(connection).catch(() => {}).finally(() => connection.close());
  }
}

async function answerAll(connection: Deno.Conn): Promise<void> {
  const reader = new BodyReader(connection, READ_SIZE);
  while (true) {
    const length = await reader.readRequest();
    if (length === undefined) return;
    const [method = "", target = ""] = reader.requestLine.split(" ");
    const { searchParams } = new URL(target, "http://127.0.0.1");
    const { status = "200 OK", headers = {}, body = "" } = answerTo(
      method,
      searchParams,
      length,
    );
    const all = Object.entries({ ...headers, "Content-Length": body.length });
    const head = all.map(([name, value]) => `${name}: ${value}\r\n`).join("");
    await connection.write(
      encoder.encode(`HTTP/1.1 ${status}\r\n${head}\r\n${body}`),
    );
  }
}

function answerTo(
  method: string,
  query: URLSearchParams,
  length: number,
): Answer {
  if (method === "GET" || method === "HEAD") return NOT_FOUND;
  // Tools compare an ETag without a hyphen with the MD5 of what they have sent.
  const stored = { headers: { ETag: '"0-1"' } };
  if (method === "POST" && query.has("uploads")) {
    const id = crypto.randomUUID();
    uploads.set(id, new Map());
    return xml("InitiateMultipartUploadResult", `<UploadId>${id}</UploadId>`);
  }
  const id = query.get("uploadId");
  if (id === null) {
    if (method === "PUT") console.log(length);
    return stored;
  }
  const parts = uploads.get(id);
  if (parts === undefined) return NOT_FOUND;
  if (method === "PUT") {
    parts.set(query.get("partNumber") ?? "", length);
    return stored;
  }
  uploads.delete(id);
  if (method === "DELETE") return { status: "204 No Content" };
  console.log(parts.values().reduce((sum, size) => sum + size, 0));
  return xml("CompleteMultipartUploadResult", '<ETag>"0-1"</ETag>');
}

function xml(name: string, content: string): Answer {
  const body =
    `<?xml version="1.0" encoding="UTF-8"?>\n<${name} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${content}</${name}>`;
  return { headers: { "Content-Type": "application/xml" }, body };
}
