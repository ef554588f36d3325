/** Writes the same memory again and again by tus: how fast the server is, and nothing else. */

import { measure, sendRequest } from "./protocol.ts";

const request = sendRequest();
const { hostname, pathname, port } = new URL(request.url);
const block = new Uint8Array(1024 * 1024);
using connection = await Deno.connect({ hostname, port: Number(port) });

const result = await measure(request, async (file) => {
  const { size: total } = await Deno.stat(file);
  const created = await ask("POST", pathname, 0, `Upload-Length: ${total}`);
  const { pathname: path } = new URL(headerOf(created, "location"));
  const { chunkSize = total } = request;
  let offset = 0;
  while (offset < total) {
    const size = Math.min(chunkSize, total - offset);
    const type = "Content-Type: application/offset+octet-stream";
    const head = `${type}\r\nUpload-Offset: ${offset}`;
    const reply = await ask("PATCH", path, size, head);
    offset = Number(headerOf(reply, "upload-offset"));
  }
  return String(offset);
});
console.log(JSON.stringify(result));

/** The head of the response, which has no body. */
async function ask(
  method: string,
  path: string,
  size: number,
  headers: string,
): Promise<string> {
  const head =
    `${method} ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nTus-Resumable: 1.0.0\r\n` +
    `Content-Length: ${size}\r\n${headers}\r\n\r\n`;
  await connection.write(new TextEncoder().encode(head));
  for (let left = size; left > 0;) {
    left -= await connection.write(block.subarray(0, left));
  }
  let reply = "";
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(4096);
  while (!reply.includes("\r\n\r\n")) {
    const read = await connection.read(buffer);
    if (read === null) throw new Error("the server closed the connection");
    reply += decoder.decode(buffer.subarray(0, read));
  }
  return reply;
}

function headerOf(head: string, name: string): string {
  const value = new RegExp(`^${name}: (\\S+)`, "im").exec(head)?.[1];
  if (value === undefined) throw new Error(`no ${name} in ${head}`);
  return value;
}
