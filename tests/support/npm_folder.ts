import { TempFolder } from "./files.ts";
import { installFromNpm } from "./npm.ts";

/** Packages of npm in a temporary folder, installed when they are first needed. */
export class NpmFolder implements Disposable {
  readonly #specs: readonly string[];
  readonly #files: readonly URL[];
  #folder: TempFolder | undefined;
  #installing: Promise<void> | undefined;

  /**
   * @param specs The packages, as `npm install` takes them.
   * @param files Programs that are copied beside them.
   */
  constructor(specs: readonly string[], files: readonly URL[] = []) {
    this.#specs = specs;
    this.#files = files;
  }

  /** The path of the folder, once all is installed. */
  async path(): Promise<string> {
    const { path } = this.#folder ??= new TempFolder();
    await (this.#installing ??= this.#install(path));
    return path;
  }

  /** Removes it. */
  [Symbol.dispose](): void {
    this.#folder?.[Symbol.dispose]();
    this.#folder = undefined;
    this.#installing = undefined;
  }

  async #install(path: string): Promise<void> {
    await installFromNpm(path, this.#specs);
    for (const file of this.#files) {
      const name = file.pathname.slice(file.pathname.lastIndexOf("/"));
      await Deno.copyFile(file, path + name);
    }
  }
}
