import { attempt } from "../errors/attempt.ts";
import { systemCodeOf } from "../errors/cause.ts";
import { quote } from "../errors/excerpt.ts";
import { UploadError } from "../errors/upload_error.ts";
import { currentEnvironment } from "../files/environment.ts";
import { nodeModules } from "../files/node_builtins.ts";
import { styleOf } from "../files/path_style.ts";
import { replaceFile, syncDirectory } from "../files/replace_file.ts";
import { quietly } from "../streams/quietly.ts";
import type { EntryTexts } from "./entries.ts";
import { hashOfKey } from "./key_hash.ts";
import { Claims } from "./lock/claims.ts";
import { removeLeftOver } from "./lock/left_over.ts";

const TEXT = /^[\da-f]{64}\.json$/;
const TEMPORARY = /^[\da-f]{64}\..*\.tmp$/;

/** Texts in the files of a directory. */
export class FileTexts implements EntryTexts {
  readonly place: string;
  readonly #directory: string;
  readonly #claims: Claims;

  constructor(directory: string) {
    this.place = quote(directory);
    this.#directory = directory;
    // In a directory of their own, so that few files are looked at.
    this.#claims = new Claims(this.#pathOf("locks"));
  }

  /** Keys may be long, and have characters that no filename has. */
  async nameOf(key: string): Promise<string> {
    return `${await hashOfKey(key)}.json`;
  }

  async read(name: string): Promise<string | undefined> {
    try {
      return await builtins().fs.readFile(this.#pathOf(name), "utf8");
    } catch (thrown) {
      if (isMissing(thrown)) return undefined;
      // A directory is no text of an entry.
      if (systemCodeOf(thrown) === "EISDIR") return "";
      throw thrown;
    }
  }

  async write(name: string, text: string): Promise<void> {
    await makeDirectory(this.#directory);
    const path = this.#pathOf(name);
    await replaceFile(path, `${path}.${crypto.randomUUID()}.tmp`, text);
    await syncDirectory(this.#directory);
  }

  async remove(name: string): Promise<void> {
    try {
      await builtins().fs.unlink(this.#pathOf(name));
    } catch (thrown) {
      if (isMissing(thrown)) return;
      throw thrown;
    }
    await syncDirectory(this.#directory);
  }

  async *names(): AsyncGenerator<string> {
    const files = await this.#files();
    await this.#sweep(files);
    yield* files.filter((file) => TEXT.test(file));
  }

  async lock(name: string): Promise<AsyncDisposable | undefined> {
    await makeDirectory(this.#claims.directory);
    return await this.#claims.claim(name);
  }

  async #files(): Promise<string[]> {
    try {
      return await builtins().fs.readdir(this.#directory);
    } catch (thrown) {
      if (isMissing(thrown)) return [];
      throw thrown;
    }
  }

  /** Removes what killed processes have left behind, as far as it can. */
  async #sweep(files: readonly string[]): Promise<void> {
    for (const file of files.filter((file) => TEMPORARY.test(file))) {
      await quietly(() => removeLeftOver(this.#pathOf(file)));
    }
    await quietly(() => this.#claims.sweep());
  }

  #pathOf(name: string): string {
    return styleOf(currentEnvironment()).join(this.#directory, name);
  }
}

async function makeDirectory(path: string): Promise<void> {
  await builtins().fs.mkdir(path, { recursive: true, mode: 0o700 });
}

function isMissing(thrown: unknown): boolean {
  return systemCodeOf(thrown) === "ENOENT";
}

/** @throws {UploadError} `store` if this runtime has no file system. */
function builtins(): ReturnType<typeof nodeModules> {
  const modules = attempt(nodeModules, undefined);
  if (modules !== undefined) return modules;
  throw new UploadError(
    "store",
    "Cannot keep uploads in files: this runtime has no file system",
    { hint: "use a WebStore, a KvStore or a MemoryStore" },
  );
}
