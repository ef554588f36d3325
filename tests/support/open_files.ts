// `/proc/self` is open to programs with all permissions only; `find` looks from outside. Where
// there is no `/proc`, nothing can be seen, and all counts as closed.
import { NOT_LINUX } from "./platform.ts";
import { until } from "./until.ts";

/** Whether this process has a file open, however many times: the runtime doubles a descriptor while it reads. */
export async function isOpen(path: string): Promise<boolean> {
  return (await find("-lname", path)).length > 0;
}

/** Waits until this process has closed a file. */
export async function untilClosed(path: string): Promise<void> {
  await until(async () => !await isOpen(path));
}

/** What this process has open: files, sockets, and what the runtime itself needs. */
export async function listOpen(): Promise<string[]> {
  const all = await find("-type", "l");
  // The runtime may have one of the process that looks, or not yet.
  return all.filter((one) => !one.endsWith("[pidfd]"));
}

/** How many descriptors that are. */
export async function countOpen(): Promise<number> {
  return (await listOpen()).length;
}

async function find(...condition: string[]): Promise<string[]> {
  if (NOT_LINUX) return [];
  const { stdout } = await new Deno.Command("find", {
    args: [`/proc/${Deno.pid}/fd`, ...condition, "-printf", "%f %l\\n"],
    stderr: "null",
  }).output();
  return new TextDecoder().decode(stdout).split("\n").filter(Boolean);
}
