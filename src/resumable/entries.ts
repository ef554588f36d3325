import { quote } from "../errors/excerpt.ts";
import { withoutSecrets } from "../errors/redact.ts";
import { quietly } from "../streams/quietly.ts";
import { CallOrder } from "./call_order.ts";
import { report } from "./report.ts";
import { toStoreError } from "./store_error.ts";
import type { StoredValue, UploadStore } from "./store.ts";
import { checkMaxAge, type StoreOptions } from "./store_options.ts";
import {
  entryText,
  isStale,
  parseEntry,
  type StoredEntry,
} from "./stored_entry.ts";

/** The texts that a store keeps, one for each key. */
export interface EntryTexts {
  /** What they are in, for messages. */
  readonly place: string;
  /** The name that the text of a key has. */
  nameOf(key: string): Promise<string>;
  read(name: string): Promise<string | undefined>;
  write(name: string, text: string): Promise<void>;
  remove(name: string): Promise<void>;
  /** The names of all texts. */
  names(): AsyncIterable<string>;
  /** Claims a name; undefined if somebody else has it. */
  lock(name: string): Promise<AsyncDisposable | undefined>;
}

/** The entries of a store, over whatever keeps their texts. */
export class Entries implements UploadStore {
  readonly #texts: EntryTexts;
  readonly #maxAge: number;
  readonly #order = new CallOrder();
  #sweeping: Promise<void> | undefined;

  /** @throws {TypeError} If an option is invalid. */
  constructor(texts: EntryTexts, options?: StoreOptions) {
    this.#texts = texts;
    this.#maxAge = checkMaxAge(options);
  }

  async get(key: string): Promise<StoredValue | undefined> {
    const entry = await this.#run(
      "read an upload in",
      key,
      (name) => this.#read(name),
    );
    return entry?.value;
  }

  async set(key: string, value: StoredValue): Promise<void> {
    const text = entryText({ key, savedAt: Date.now(), value });
    await this.#run(
      "save an upload in",
      key,
      (name) => this.#texts.write(name, text),
    );
    await (this.#sweeping ??= quietly(() => this.#sweep()));
  }

  async delete(key: string): Promise<void> {
    await this.#run(
      "remove an upload from",
      key,
      (name) => this.#texts.remove(name),
    );
  }

  async *list(): AsyncGenerator<readonly [key: string, value: StoredValue]> {
    for await (const name of this.#names()) {
      const entry = await this.#readOrReport(name);
      if (entry === undefined || await this.#isSwept(name, entry)) continue;
      yield [entry.key, entry.value];
    }
  }

  async lock(key: string): Promise<AsyncDisposable | undefined> {
    const name = await this.#texts.nameOf(key);
    return await this.#named(
      "lock an upload in",
      () => this.#texts.lock(name),
    );
  }

  /** Removes what is stale, once for each store: it reads all entries. */
  async #sweep(): Promise<void> {
    for await (const _ of this.list());
  }

  /** Removes an entry that is stale, unless somebody has it locked. */
  async #isSwept(name: string, entry: StoredEntry): Promise<boolean> {
    if (!this.#isStale(entry)) return false;
    try {
      const lock = await this.#texts.lock(name);
      if (lock === undefined) return false;
      try {
        return await this.#order.run(
          entry.key,
          () => this.#removeIfStale(name),
        );
      } finally {
        await lock[Symbol.asyncDispose]();
      }
    } catch {
      // It stays, and is tried again the next time.
      return false;
    }
  }

  async #removeIfStale(name: string): Promise<boolean> {
    // Another process may have saved it again before it was locked.
    const entry = await this.#read(name);
    if (entry !== undefined && !this.#isStale(entry)) return false;
    await this.#texts.remove(name);
    return true;
  }

  #isStale(entry: StoredEntry): boolean {
    return isStale(entry, this.#maxAge, Date.now());
  }

  async *#names(): AsyncGenerator<string> {
    try {
      yield* this.#texts.names();
    } catch (thrown) {
      throw toStoreError(thrown, `list the uploads in ${this.#texts.place}`);
    }
  }

  /** One entry that cannot be read must not hide the others. */
  async #readOrReport(name: string): Promise<StoredEntry | undefined> {
    try {
      return await this.#read(name);
    } catch (thrown) {
      report(toStoreError(thrown, this.#readingOf(name)).message);
      return undefined;
    }
  }

  /** The entry of a name; reports what is no entry. */
  async #read(name: string): Promise<StoredEntry | undefined> {
    const text = await this.#texts.read(name);
    if (text === undefined) return undefined;
    const entry = parseEntry(text);
    const isOfName = entry && await this.#texts.nameOf(entry.key) === name;
    if (isOfName) return entry;
    report(
      `Cannot ${this.#readingOf(name)}: it is damaged or no stored upload`,
    );
    return undefined;
  }

  #readingOf(name: string): string {
    return `read ${withoutSecrets(quote(name))} in ${this.#texts.place}`;
  }

  #run<Value>(
    action: string,
    key: string,
    work: (name: string) => Promise<Value>,
  ): Promise<Value> {
    return this.#order.run(
      key,
      () =>
        this.#named(action, async () => work(await this.#texts.nameOf(key))),
    );
  }

  async #named<Value>(
    action: string,
    work: () => Promise<Value>,
  ): Promise<Value> {
    try {
      return await work();
    } catch (thrown) {
      throw toStoreError(thrown, `${action} ${this.#texts.place}`);
    }
  }
}
