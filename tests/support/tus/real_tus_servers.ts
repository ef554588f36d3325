import { NpmFolder } from "../npm_folder.ts";
import { type ServerProcess, startServer } from "../server_process.ts";

/** A tus server of others, in a process of Node. */
export interface RealTusServer {
  /** Its package. */
  readonly name: string;
  /**
   * Starts it, and waits until it takes connections. `kill()` of what it returns is a crash; the
   * same folder and port then bring its uploads back.
   *
   * @param folder Where it keeps its uploads.
   * @param port Where it listens; by default a free port.
   */
  start(folder: string, port?: number): Promise<RunningTusServer>;
}

/** A tus server that runs. */
export interface RunningTusServer extends ServerProcess {
  /** Where uploads are created. */
  readonly endpoint: string;
}

const PROGRAM = "real_server_program.mjs";

const packages = new NpmFolder(
  ["@tus/server@2", "@tus/file-store@2", "@uploadx/core@7"],
  [new URL(PROGRAM, import.meta.url)],
);

/** The reference server for Node, and one that has checksums. */
export const REAL_TUS_SERVERS: readonly RealTusServer[] = [
  "@tus/server",
  "@uploadx/core",
].map((name) => ({
  name,
  async start(folder, port) {
    const path = await packages.path();
    const server = await startServer({
      program: "node",
      args: (free) => [`${path}/${PROGRAM}`, name, String(free), folder],
      port,
    });
    return { ...server, endpoint: `${server.url}files` };
  },
}));

/** Removes what was installed for them. */
export function removeRealTusServers(): void {
  packages[Symbol.dispose]();
}
