import { NpmFolder } from "../npm_folder.ts";
import type { Page } from "./page.ts";

/** Playwright and the driver; removed at the end of the tests. */
const packages = new NpmFolder(
  ["playwright-core"],
  [new URL("driver.mjs", import.meta.url)],
);

/** Removes what {@linkcode Browser} had to install. */
export function removeBrowser(): void {
  packages[Symbol.dispose]();
}

/** A page of Chromium, closed at the end of the scope. */
export class Browser implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly #lines: AsyncIterator<string>;

  private constructor(process: Deno.ChildProcess) {
    this.#process = process;
    this.#input = process.stdin.getWriter();
    this.#lines = linesOf(process.stdout);
  }

  /** Opens an empty page. */
  static async open(chromium: string): Promise<Browser> {
    const folder = await packages.path();
    const command = new Deno.Command("node", {
      args: [`${folder}/driver.mjs`, chromium],
      stdin: "piped",
      stdout: "piped",
    });
    return new Browser(command.spawn());
  }

  /**
   * Runs a function in the driver, and returns its result through JSON.
   *
   * @param program Sees nothing but its arguments, as it is sent as text.
   */
  async run<Args extends readonly unknown[], Value>(
    program: (page: Page, ...args: Args) => Promise<Value>,
    ...args: Args
  ): Promise<Value> {
    const line = JSON.stringify({ program: program.toString(), args });
    await this.#input.write(new TextEncoder().encode(`${line}\n`));
    const { value, done } = await this.#lines.next();
    if (done) throw new Error("Cannot run a program: the browser has ended");
    const outcome = JSON.parse(value);
    if (outcome.error !== undefined) throw new Error(outcome.error);
    return outcome.value;
  }

  /** Closes it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#input.close();
    await this.#lines.return?.();
    await this.#process.status;
  }
}

async function* linesOf(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}
