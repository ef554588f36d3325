import { NOT_LINUX } from "./platform.ts";

/**
 * How many connections to a port of this machine are held open on the client's side; 0 where
 * there is no `/proc` to see them.
 */
export async function countConnectionsTo(port: number): Promise<number> {
  if (NOT_LINUX) return 0;
  const { stdout } = await new Deno.Command("cat", {
    args: ["/proc/net/tcp", "/proc/net/tcp6"],
    stderr: "null",
  }).output();
  const remote = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return new TextDecoder().decode(stdout).split("\n").filter((line) => {
    const fields = line.trim().split(/\s+/);
    // Without an inode it is the system's alone: it only waits for stray packets.
    return fields[2]?.endsWith(remote) && fields[9] !== "0";
  }).length;
}
