import { spawnProgram } from "./program.ts";

/** A server in its own process, which responds with the number of bytes that it got. */
export interface Receiver extends AsyncDisposable {
  /** Where it listens, as `http://127.0.0.1:PORT/`. */
  readonly url: string;
  /** Freezes it: the system keeps its connections, but nothing responds. */
  freeze(): void;
}

/** Starts a receiver, and waits until it listens. */
export async function startReceiver(): Promise<Receiver> {
  const process = spawnProgram("tests/bench/receiver.ts", {
    permissions: ["--allow-net=127.0.0.1"],
  });
  const output = process.stdout.getReader();
  const { value } = await output.read();
  return {
    url: `http://127.0.0.1:${new TextDecoder().decode(value).trim()}/`,
    freeze: () => process.kill("SIGSTOP"),
    async [Symbol.asyncDispose]() {
      process.kill("SIGKILL");
      await Promise.all([
        process.status,
        output.cancel(),
        process.stderr.cancel(),
      ]);
    },
  };
}
