import type { Environment } from "../../src/files/find_directory.ts";

/** The facts of a {@linkcode FakeEnvironment}. */
export interface Told {
  readonly variables?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly main?: string;
  readonly cwd?: string;
  /** Where paths lead that are no real ones. */
  readonly links?: Readonly<Record<string, string>>;
}

/** An environment of any system, which keeps what it was asked for. */
export class FakeEnvironment implements Environment {
  readonly os: Environment["os"];
  readonly #told: Told;
  /** What was asked for, in its order: names of variables, paths of files, `main` and `cwd`. */
  readonly asked: string[] = [];

  constructor(os: Environment["os"], told: Told = {}) {
    this.os = os;
    this.#told = told;
  }

  variable(name: string): string | undefined {
    this.asked.push(name);
    return this.#told.variables?.[name];
  }

  mainModule(): URL | undefined {
    this.asked.push("main");
    const { main } = this.#told;
    return main === undefined ? undefined : new URL(main);
  }

  cwd(): string {
    this.asked.push("cwd");
    return this.#told.cwd ?? "/cwd";
  }

  readText(path: string): Promise<string | undefined> {
    this.asked.push(path);
    return Promise.resolve(this.#told.files?.[path]);
  }

  realPath(path: string): Promise<string> {
    this.asked.push(path);
    return Promise.resolve(this.#told.links?.[path] ?? path);
  }
}
