/** Numbers that look random and can be had again: mulberry32. */
export class Random {
  #state: number;

  /** @param seed The same seed gives the same numbers. */
  constructor(seed: number) {
    this.#state = seed;
  }

  /** A number from 0 to just below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** An integer from 0 to just below another. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  /** Whether something that happens this often happens. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of several values. */
  pick<const Value>(values: readonly [Value, ...Value[]]): Value {
    return values[this.below(values.length)] ?? values[0];
  }

  /** Bytes. */
  bytes(count: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(count);
    const seed = this.below(2 ** 30);
    for (let at = 0; at < count; at++) {
      bytes[at] = Math.imul(seed + at, 0x9e3779b1) >>> 24;
    }
    return bytes;
  }
}

/** The seed to use: that of the variable SEED, else a new one; it is printed, to be had again. */
export function chooseSeed(): number {
  const seed = Number(
    Deno.env.get("SEED") ?? Math.floor(Math.random() * 2 ** 31),
  );
  console.log(`SEED=${seed}`);
  return seed;
}
