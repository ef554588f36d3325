import { Random } from "./random.ts";

/** A direction of a connection. */
export type Direction = "request" | "response";

/** What happens to a connection, once. */
export interface LineFault {
  /** The direction whose bytes are counted. */
  readonly side: Direction;
  /** How many bytes pass first, including heads. */
  readonly after: number;
  /** What happens then. A stalled connection stays open, but carries nothing more in that direction. */
  readonly how: "close" | "reset" | "stall";
  /** Matches the request lines of the requests it applies to. Counting begins with such a request. */
  readonly when?: RegExp;
}

/** Counts the bytes of a connection up to its fault. */
export class FaultCounter {
  readonly #armed: LineFault[];
  #fault: LineFault | undefined;
  #passed = 0;

  /**
   * @param fault The fault of this connection.
   * @param armed The faults for any connection; the first match is removed.
   */
  constructor(fault: LineFault | undefined, armed: LineFault[]) {
    this.#fault = fault?.when === undefined ? fault : undefined;
    this.#armed = fault?.when === undefined ? armed : [fault, ...armed];
  }

  /** The part of a chunk that passes, and the fault after it. */
  take(
    side: Direction,
    chunk: Uint8Array,
  ): { pass: Uint8Array; fault?: LineFault["how"] } {
    this.#fault ??= this.#next(side, chunk);
    if (this.#fault?.side !== side) return { pass: chunk };
    const { after, how } = this.#fault;
    const pass = chunk.subarray(0, after - this.#passed);
    this.#passed += pass.byteLength;
    if (this.#passed < after) return { pass };
    this.#fault = undefined;
    this.#passed = 0;
    return { pass, fault: how };
  }

  #next(side: Direction, chunk: Uint8Array): LineFault | undefined {
    const line = side === "request" ? requestLine(chunk) : undefined;
    const index = this.#armed.findIndex(({ when }) =>
      when === undefined || (line !== undefined && when.test(line))
    );
    return index < 0 ? undefined : this.#armed.splice(index, 1)[0];
  }
}

/** The request line that a chunk begins with. */
function requestLine(chunk: Uint8Array): string | undefined {
  const text = new TextDecoder("latin1").decode(chunk.subarray(0, 2_000));
  return /^[A-Z]+ \S+ HTTP\/1\.1(?=\r\n)/.exec(text)?.[0];
}

/** About the size of the response to one request of a resumable upload, in bytes. */
const RESPONSE_BYTES = 300;

/**
 * Faults of connections in turn, the same for the same seed.
 *
 * @param chance How often a connection meets one, from 0 to 1.
 * @param within The most bytes of requests that pass before; of responses it is about one.
 */
export function randomFaults(
  seed: number,
  { chance, within }: { chance: number; within: number },
): () => LineFault | undefined {
  const random = new Random(seed);
  return () => {
    if (!random.chance(chance)) return undefined;
    const side = random.pick(["request", "response"]);
    return {
      side,
      after: random.below(side === "request" ? within : RESPONSE_BYTES),
      how: random.pick(["close", "reset"]),
    };
  };
}
