/** A moment of an upload. */
export interface Moment {
  /** Milliseconds since its start. */
  readonly ms: number;
  /** Bytes that the transport had taken. */
  readonly taken: number;
  /** Bytes that the server had read. */
  readonly read: number;
}

/** The moments at which bytes were taken over a shaped line, and the end. */
export async function recordedCurve(name: string): Promise<Moment[]> {
  const url = new URL(`../events/curves/${name}.txt`, import.meta.url);
  const text = await Deno.readTextFile(url);
  return text.trimEnd().split("\n").map((line) => {
    const [ms = NaN, taken = NaN, read = NaN] = line.split(" ").map(Number);
    return { ms, taken, read };
  });
}

/** Bytes a second that a server read from one moment to another. */
export function readRate(from: Moment, to: Moment): number {
  return (to.read - from.read) / (to.ms - from.ms) * 1000;
}
