import { run } from "./processes.ts";

/** What senders and receivers on one machine talk over. */
export interface Loopback extends AsyncDisposable {
  /** The command that runs another one on it. */
  readonly prefix: readonly string[];
  /** Which one it is, for the notes of a table. */
  readonly note: string;
}

const CONTROL = "/proc/sys/net/ipv4/tcp_congestion_control";

/**
 * Lays a loopback that is as fast as the machine, in a network namespace of its own; root makes it.
 * The system's own may not be: where BBR is its congestion control it paces what is sent, and raw
 * writes come to a third of what they come to without. Reno paces nothing, and each kernel has it.
 *
 * Where that is not permitted it is the system's own.
 */
export async function layLoopback(): Promise<Loopback> {
  const name = `bench${crypto.randomUUID().slice(0, 6)}`;
  const remove = () => run("ip", "netns", "delete", name);
  const prefix = ["ip", "netns", "exec", name];
  try {
    await run("ip", "netns", "add", name);
    await run("ip", "-n", name, "link", "set", "lo", "up");
    await run(...prefix, "sh", "-c", `echo reno > ${CONTROL}`);
    return {
      prefix,
      note: "loopback: of a network namespace, with reno as congestion control",
      async [Symbol.asyncDispose]() {
        await remove();
      },
    };
  } catch (thrown) {
    await remove().catch(() => {});
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    const control = await Deno.readTextFile(CONTROL).catch(() => "unknown");
    return {
      prefix: [],
      note:
        `loopback: the system's own, with ${control.trim()} as congestion control (${why})`,
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
  }
}
