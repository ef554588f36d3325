/** How a server program is started. */
export interface ServerCommand {
  /** The path of the program. */
  readonly program: string;
  /** Its arguments, for the port that it should listen on. */
  readonly args: (port: number) => string[];
  /** The port; by default a free one. */
  readonly port?: number | undefined;
  /** Environment variables besides those of this process. */
  readonly env?: Record<string, string>;
  /** Whether it gets a process group of its own. */
  readonly detached?: boolean;
}

/** A server that runs in a process of its own, on the loopback. */
export interface ServerProcess extends AsyncDisposable {
  readonly port: number;
  /** Where it listens, as `http://127.0.0.1:PORT/`. */
  readonly url: string;
  /** Signals it, as to read its configuration again. */
  signal(signal: Deno.Signal): void;
  /** Ends it at once, as a crash does, and waits until it is gone. */
  kill(): Promise<void>;
}

const ATTEMPTS = 3;
const CONNECT_MS = 20;
const READY_MS = 60_000;

/**
 * Starts a server, and waits until it takes connections. It is stopped, and waited for, at the
 * end of the scope.
 */
export async function startServer(
  command: ServerCommand,
): Promise<ServerProcess> {
  for (let attempt = 1;; attempt++) {
    const server = spawn(command, command.port ?? freePort());
    const failure = await server.ready;
    if (failure === undefined) return server;
    await server.kill();
    // Another process may have been faster to take the port.
    if (attempt === ATTEMPTS || command.port !== undefined) {
      throw new Error(`${command.program}: ${failure}\n${await server.log}`);
    }
  }
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

interface Spawned extends ServerProcess {
  /** Why it does not take connections; undefined when it does. */
  readonly ready: Promise<string | undefined>;
  readonly log: Promise<string>;
}

function spawn(
  { program, args, env = {}, detached = false }: ServerCommand,
  port: number,
): Spawned {
  const process = new Deno.Command(program, {
    args: args(port),
    env,
    detached,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const log = new Response(process.stderr).text();
  let exited = false;
  const exit = process.status.then(() => {
    exited = true;
  });
  const end = async (signal: Deno.Signal) => {
    if (!exited) process.kill(signal);
    await exit;
    await log;
  };
  return {
    port,
    url: `http://127.0.0.1:${port}/`,
    ready: connects(port, () => exited),
    log,
    signal: (signal) => process.kill(signal),
    kill: () => end("SIGKILL"),
    [Symbol.asyncDispose]: () => end("SIGTERM"),
  };
}

async function connects(
  port: number,
  exited: () => boolean,
): Promise<string | undefined> {
  for (let waited = 0; waited < READY_MS; waited += CONNECT_MS) {
    if (exited()) return "it exited";
    try {
      (await Deno.connect({ hostname: "127.0.0.1", port })).close();
      return undefined;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, CONNECT_MS));
    }
  }
  return `it takes no connection on port ${port}`;
}
