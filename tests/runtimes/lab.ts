import type { Seen, SuiteOptions } from "./protocol.ts";
import type { Abilities } from "./runtimes.ts";

/** What a case works with: a place on the server that is its own. */
export class Lab {
  readonly abilities: Abilities;
  /** The path of a file, if the runtime has files. */
  readonly file: string;
  readonly #url: string;
  readonly #id = crypto.randomUUID();

  constructor({ url, abilities, file }: SuiteOptions) {
    this.#url = url;
    this.abilities = abilities;
    this.file = file;
  }

  /** Where to upload to, for the server to behave in a certain way. */
  url(behaviour: string, ...rest: readonly string[]): string {
    const path = rest.map((part) => `/${encodeURIComponent(part)}`).join("");
    return `${this.#url}${behaviour}/${this.#id}${path}`;
  }

  /** What the server saw of all requests until now, when they are over. */
  async seen(): Promise<Seen[]> {
    const response = await fetch(this.url("seen"));
    return await response.json();
  }
}

/** One thing that must hold in every runtime. */
export interface Case {
  readonly name: string;
  /** Throws if it does not hold. Returns what the user gets instead if the runtime cannot do it. */
  run(lab: Lab): Promise<string | void>;
}

/** Throws unless two values are equal, as JSON shows them. */
export function same(actual: unknown, expected: unknown): void {
  const [one, other] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (one !== other) throw new Error(`${one} where ${other} should be`);
}

/** Throws unless a text has another in it. */
export function includes(text: unknown, part: string): void {
  if (!String(text).includes(part)) {
    throw new Error(`${text} where ${part} should be`);
  }
}
