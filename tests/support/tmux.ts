/** How a terminal is started. */
export interface TerminalOptions {
  /** The path of tmux. */
  readonly tmux: string;
  readonly columns: number;
  readonly rows: number;
  /** The program that runs in it, and its arguments. */
  readonly command: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const POLL_MS = 30;
/** What the shell prints after the program. */
const EXIT_LINE = /\nexit (\d+)$/;
const PATIENCE_MS = 10_000;

/** A program on a pseudo-terminal, whose screen tmux keeps. */
export class Terminal implements AsyncDisposable {
  readonly #tmux: string;
  /** The socket of a server of its own. */
  readonly #socket = `upload-test-${crypto.randomUUID()}`;

  private constructor(tmux: string) {
    this.#tmux = tmux;
  }

  /** Starts a program on a new terminal. */
  static async start(
    { tmux, columns, rows, command, cwd = ".", env = {} }: TerminalOptions,
  ): Promise<Terminal> {
    const terminal = new Terminal(tmux);
    await terminal.#run(
      ["start-server", ";", "set-option", "-g", "status", "off", ";"],
      ["new-session", "-d", "-x", `${columns}`, "-y", `${rows}`, "-c", cwd],
      Object.entries(env).flatMap((
        [name, value],
      ) => ["-e", `${name}=${value}`]),
      // Ctrl-C is for the program; the shell says how it ended, and stays.
      ["--", "sh", "-c", 'trap : INT; "$@"; echo "\nexit $?"; read _', "sh"],
      command,
    );
    return terminal;
  }

  /** What the program shows on the screen, without spaces at the ends. */
  async screen(): Promise<string> {
    return (await this.#screen()).replace(EXIT_LINE, "").trimEnd();
  }

  /** Waits until the screen shows something, and returns all that it shows. */
  async until(pattern: RegExp): Promise<string> {
    for (let waited = 0; waited < PATIENCE_MS; waited += POLL_MS) {
      const screen = await this.#screen();
      if (pattern.test(screen)) return screen;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    throw new Error(`no ${pattern} on the screen:\n${await this.#screen()}`);
  }

  /** Changes the size of the terminal. */
  async resize(columns: number, rows: number): Promise<void> {
    await this.#run(["resize-window", "-x", `${columns}`, "-y", `${rows}`]);
  }

  /** Presses keys, such as `C-c` and `Enter`. */
  async press(...keys: string[]): Promise<void> {
    await this.#run(["send-keys", ...keys]);
  }

  /** Waits until the program has ended, and returns its exit code. */
  async exitCode(): Promise<number> {
    const screen = await this.until(EXIT_LINE);
    return Number(EXIT_LINE.exec(screen)?.[1]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#run(["kill-server"]);
  }

  async #screen(): Promise<string> {
    const text = await this.#run(["capture-pane", "-p"]);
    return text.replace(/ +$/gm, "").trimEnd();
  }

  async #run(...args: readonly (readonly string[])[]): Promise<string> {
    const { success, stdout, stderr } = await new Deno.Command(this.#tmux, {
      args: ["-u", "-L", this.#socket, "-f", "/dev/null", ...args.flat()],
      // The session of a developer is another one.
      env: { LC_ALL: "C.UTF-8", TERM: "xterm-256color", TMUX: "" },
    }).output();
    const decoder = new TextDecoder();
    if (success) return decoder.decode(stdout);
    throw new Error(`tmux: ${decoder.decode(stderr)}`);
  }
}
