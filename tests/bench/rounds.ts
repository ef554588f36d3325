/** Measures something once; a number of the same unit each time. */
export type Contender = () => Promise<number>;

/**
 * Lets contenders take turns, in another order each round, so that what else the machine does
 * hits all of them alike.
 */
export async function takeTurns(
  contenders: ReadonlyMap<string, Contender>,
  rounds: number,
): Promise<Map<string, number[]>> {
  const values = new Map<string, number[]>();
  for (const name of contenders.keys()) values.set(name, []);
  for (let round = 0; round < rounds; round++) {
    const turns = [...contenders];
    if (round % 2 === 1) turns.reverse();
    for (const [name, measure] of turns) {
      values.get(name)?.push(await measure());
    }
    progress(`round ${round + 1} of ${rounds}`);
  }
  return values;
}

/** One series divided by another, round by round. */
export function ratiosOf(
  values: readonly number[],
  by: readonly number[],
): number[] {
  return values.map((value, round) => value / (by[round] ?? NaN));
}

/** Tells the person at the terminal that it goes on. */
export function progress(text: string): void {
  if (!Deno.stderr.isTerminal()) return;
  Deno.stderr.writeSync(new TextEncoder().encode(`\r\x1b[K${text}`));
}
