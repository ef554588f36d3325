import { packages } from "../support/program.ts";
import type { SendRequest, SendResult } from "./send/protocol.ts";

/** Where the bench lies. */
export const HERE: URL = new URL(".", import.meta.url);

/** A receiver that runs. */
export interface Receiver extends AsyncDisposable {
  readonly port: number;
  /** What it has printed until now, but the first line. */
  readonly lines: readonly string[];
}

/** How a receiver is to run. */
export interface ReceiverOptions {
  /** The command of another receiver than `receiver.ts`. */
  readonly command?: readonly string[];
  /** Flags of `receiver.ts`. */
  readonly flags?: readonly string[];
  /** The certificate and its key, for TLS. */
  readonly identity?: { readonly cert: string; readonly key: string };
  /** The command that comes before it. */
  readonly prefix?: readonly string[];
}

/** Starts a receiver, and waits until it listens. */
export async function startReceiver(
  {
    flags = [],
    command = denoReceiver("receiver", flags),
    identity,
    prefix,
  }: ReceiverOptions = {},
): Promise<Receiver> {
  const child = spawn(command, prefix);
  const writer = child.stdin.getWriter();
  if (identity !== undefined) {
    await writer.write(new TextEncoder().encode(JSON.stringify(identity)));
  }
  await writer.close();
  const lines: string[] = [];
  const port = Promise.withResolvers<string>();
  const printed = readLines(child.stdout, (line) => {
    if (lines.push(line) === 1) port.resolve(line);
  }).then(() => port.reject(new Error("the receiver ended early")));
  const first = Number(await port.promise);
  lines.shift();
  return {
    port: first,
    lines,
    async [Symbol.asyncDispose]() {
      child.kill();
      await child.status;
      await printed.catch(() => {});
    },
  };
}

/** A receiver of the bench, as a command of Deno. */
export function denoReceiver(name: string, args: readonly string[]): string[] {
  return deno([...packages(), "--allow-net"], `${name}.ts`, args);
}

/** A sender of `send/`, as a command of Deno. */
export function denoSender(name: string): string[] {
  // Not less than all: it reads its own peak of memory from /proc.
  return deno([...packages(), "--allow-all"], `send/${name}.ts`);
}

/** Runs a sender to its end, and returns its measurements. */
export async function send(
  command: readonly string[],
  request: SendRequest,
  prefix?: readonly string[],
): Promise<SendResult> {
  const child = spawn([...command, JSON.stringify(request)], prefix);
  await child.stdin.close();
  let output = "";
  await readLines(child.stdout, (line) => output = line);
  const { code } = await child.status;
  if (code !== 0) throw new Error(`${command.join(" ")} failed (${code})`);
  return JSON.parse(output);
}

/** What a program prints; its failure is thrown. */
export async function run(...command: readonly string[]): Promise<string> {
  const [program = "", ...args] = command;
  const { success, stdout, stderr } = await new Deno.Command(program, { args })
    .output();
  const decoder = new TextDecoder();
  if (success) return decoder.decode(stdout);
  throw new Error(`${command.join(" ")}: ${decoder.decode(stderr).trim()}`);
}

function deno(
  flags: readonly string[],
  path: string,
  args: readonly string[] = [],
): string[] {
  const program = new URL(path, HERE).href;
  return [Deno.execPath(), "run", "--quiet", ...flags, program, ...args];
}

function spawn(
  command: readonly string[],
  prefix: readonly string[] = [],
): Deno.ChildProcess {
  const [program = "", ...args] = [...prefix, ...command];
  return new Deno.Command(program, {
    args,
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
}

async function readLines(
  stream: ReadableStream<Uint8Array>,
  onLine: (line: string) => void,
): Promise<void> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    lines.forEach(onLine);
  }
}
