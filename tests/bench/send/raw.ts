/** Writes the same memory again and again: how fast the receiver is, it shows, and nothing else. */

import { measure, sendRequest } from "./protocol.ts";

const request = sendRequest();
const { caCert, url } = request;
const { hostname, port } = new URL(url);
const block = new Uint8Array(1024 * 1024);

const result = await measure(request, async (file) => {
  const { size } = await Deno.stat(file);
  const options = { hostname, port: Number(port) };
  using connection = caCert === undefined
    ? await Deno.connect(options)
    : await Deno.connectTls({ ...options, caCerts: [caCert] });
  const head = `PUT / HTTP/1.1\r\nContent-Length: ${size}\r\n\r\n`;
  await connection.write(new TextEncoder().encode(head));
  for (let left = size; left > 0;) {
    left -= await connection.write(block.subarray(0, left));
  }
  const read = await connection.read(block);
  const answer = new TextDecoder().decode(block.subarray(0, read ?? 0));
  return answer.slice(answer.indexOf("\r\n\r\n") + 4);
});
console.log(JSON.stringify(result));
