import { join } from "@std/path/posix/join";
import type { Bench } from "./bench.ts";
import { denoSender, send, startReceiver } from "./processes.ts";
import type { Reading } from "./receiver.ts";
import type { SendRequest, SendResult } from "./send/protocol.ts";
import { layLine, type ShapedLine } from "./shaped_line.ts";

/** An upload over a slow line: what was sent, and when the receiver had read how much. */
export interface Run {
  readonly sent: SendResult;
  readonly readings: readonly Reading[];
}

/** Sends over a line of so many bits a second. */
export async function over(
  bits: number,
  sender: string,
  request: Omit<SendRequest, "url">,
  meanwhile?: (line: ShapedLine) => Promise<void>,
): Promise<Run> {
  await using line = await layLine(bits);
  const { hostname, sending } = line;
  await using receiver = await startReceiver({
    flags: [`--hostname=${hostname}`, "--trace"],
    prefix: line.receiving,
  });
  const url = `http://${hostname}:${receiver.port}/`;
  const [sent] = await Promise.all([
    send(denoSender(sender), { ...request, url }, sending),
    meanwhile?.(line),
  ]);
  const readings = receiver.lines.map((text): Reading => JSON.parse(text));
  return { sent, readings };
}

/** A file of zeros, which takes no room. */
export function sparse({ folder }: Bench, name: string, size: number): string {
  const path = join(folder, name.replaceAll(/\W+/g, "_"));
  Deno.writeFileSync(path, new Uint8Array());
  Deno.truncateSync(path, size);
  return path;
}
