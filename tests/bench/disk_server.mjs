/**
 * Writes what it receives to files: `disk_server.mjs FOLDER`. Below `/files` it is `@tus/server`;
 * elsewhere it stores the body of a request, and responds with its size. Lies beside its packages.
 * The first line it prints is its port.
 */

import { createWriteStream } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import process from "node:process";
import { pipeline } from "node:stream/promises";

const { FileStore } = await import("@tus/file-store");
const { Server } = await import("@tus/server");

const [directory] = process.argv.slice(2);
const datastore = new FileStore({ directory });
const tus = new Server({ path: "/files", datastore });

const server = createServer(async (request, response) => {
  if (request.url.startsWith("/files")) return tus.handle(request, response);
  const file = createWriteStream(join(directory, "body"));
  await pipeline(request, file);
  response.setHeader("Content-Type", "text/plain");
  response.end(String(file.bytesWritten));
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
