import type { NodeLike } from "../node_program.ts";

const PROGRAM = "tests/support/resumable/store_process_program.ts";

/** The commands of the program, each made once: they may be used at once. */
const commands = new Map<NodeLike, Promise<string[]>>();

function commandOf(runtime: NodeLike): Promise<string[]> {
  const command = commands.get(runtime) ?? runtime.command(PROGRAM);
  commands.set(runtime, command);
  return command;
}

/** Another program that uses a FileStore; it is killed at the end of the scope. */
export class StoreProcess implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #reader: ReadableStreamDefaultReader<string>;
  #text = "";

  private constructor(child: Deno.ChildProcess) {
    this.#child = child;
    this.#reader = child.stdout.pipeThrough(new TextDecoderStream())
      .getReader();
  }

  /** Starts it. */
  static async start(
    runtime: NodeLike,
    action: "lock" | "write",
    directory: string,
  ): Promise<StoreProcess> {
    const [program = "", ...args] = await commandOf(runtime);
    return new StoreProcess(
      new Deno.Command(program, {
        args: [...args, action, directory],
        stdin: "null",
        stdout: "piped",
      }).spawn(),
    );
  }

  /** What it has printed in its first line. */
  async firstLine(): Promise<string> {
    while (!this.#text.includes("\n")) {
      const { done, value = "" } = await this.#reader.read();
      if (done) throw new Error("the program has ended");
      this.#text += value;
    }
    return this.#text.slice(0, this.#text.indexOf("\n"));
  }

  /** Kills it, as a crash does, and returns all lines that it has printed. */
  async kill(): Promise<string[]> {
    this.#child.kill("SIGKILL");
    for (;;) {
      const { done, value = "" } = await this.#reader.read();
      if (done) break;
      this.#text += value;
    }
    await this.#child.status;
    return this.#text.split("\n").slice(0, -1);
  }

  /** Kills it, unless it was. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.kill();
    } catch {
      // It has ended.
    }
  }
}
