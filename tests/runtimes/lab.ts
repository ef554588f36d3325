import type { Seen, Stored, StoredObject, SuiteOptions } from "./protocol.ts";
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

  /** Where to upload to by a protocol of resumable uploads. */
  resumableUrl(protocol: Resumable): string {
    return `${this.#url}${protocol === "tus" ? "files/" : "target/"}`;
  }

  /** What became of the last upload by a protocol. */
  async stored(protocol: Resumable): Promise<Stored> {
    const response = await fetch(this.url("stored", protocol));
    return await response.json();
  }

  /** The URL of an object of this case on S3. */
  objectUrl(name: string): string {
    return `${this.#url}bucket/${this.#id}-${name}`;
  }

  /** What S3 has of an object of this case. */
  async object(name: string): Promise<StoredObject> {
    const response = await fetch(this.url("object", name));
    return await response.json();
  }

  /** What the server saw of all requests until now, when they are over. */
  async seen(): Promise<Seen[]> {
    const response = await fetch(this.url("seen"));
    return await response.json();
  }
}

/** A protocol of resumable uploads whose server cuts off the first append of each. */
export type Resumable = "tus" | "rufh";

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
