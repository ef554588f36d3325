/**
 * Serves tus from a folder on the loopback: `real_server_program.mjs PACKAGE PORT FOLDER`. Lies
 * beside its packages.
 */

import { createServer } from "node:http";
import process from "node:process";
import { setTimeout } from "node:timers/promises";

const HANDLERS = {
  async "@tus/server"(directory) {
    const { Server } = await import("@tus/server");
    const { FileStore } = await import("@tus/file-store");
    const server = new Server({
      path: "/files",
      datastore: new FileStore({ directory }),
    });
    return server.handle.bind(server);
  },
  async "@uploadx/core"(directory) {
    const { Tus } = await import("@uploadx/core");
    const { handle, storage } = new Tus({ directory, path: "/files" });
    // It responds 503 until it has its folder.
    while (!storage.isReady) await setTimeout(1);
    return handle;
  },
};

const [name, port, directory] = process.argv.slice(2);
const server = createServer(await HANDLERS[name](directory));
server.listen(Number(port), "127.0.0.1");
process.once("SIGTERM", () => process.exit());
