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

const TEXT = /^[\da-f]{64}\.json$/;
const TEMPORARY = /^[\da-f]{64}\..*\.tmp$/;
/** The age in ms from which a temporary file is left over: a write is short. */
const LEFT_OVER_MS = 10 * 60 * 1000;

/** Texts in the files of a directory. */
export class FileTexts implements EntryTexts {
  readonly place: string;
  readonly #directory: string;
  readonly #claims: Claims;

  constructor(directory: string) {
    this.place = quote(directory);
    this.#directory = directory;
    this.#claims = new Claims(directory);
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
    await this.#create();
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
    await quietly(() => this.#sweep(files));
    yield* files.filter((file) => TEXT.test(file));
  }

  async lock(name: string): Promise<AsyncDisposable | undefined> {
    await this.#create();
    return await this.#claims.claim(name);
  }

  async #create(): Promise<void> {
    const options = { recursive: true, mode: 0o700 };
    await builtins().fs.mkdir(this.#directory, options);
  }

  async #files(): Promise<string[]> {
    try {
      return await builtins().fs.readdir(this.#directory);
    } catch (thrown) {
      if (isMissing(thrown)) return [];
      throw thrown;
    }
  }

  /** Removes what killed processes have left behind. */
  async #sweep(files: readonly string[]): Promise<void> {
    const { fs } = builtins();
    for (const file of files) {
      if (!TEMPORARY.test(file)) continue;
      const { mtimeMs } = await fs.stat(this.#pathOf(file));
      if (Date.now() - mtimeMs < LEFT_OVER_MS) continue;
      await fs.unlink(this.#pathOf(file));
    }
    await this.#claims.sweep(files);
  }

  #pathOf(name: string): string {
    return styleOf(currentEnvironment()).join(this.#directory, name);
  }
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
