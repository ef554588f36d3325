import type { KvEntry, KvKey, KvLike } from "@network/upload/resumable";

/** Stands in for Deno KV, which is behind a flag; never removes what expired. */
export class FakeKv implements KvLike {
  readonly #entries = new Map<string, KvEntry>();
  #version = 0;

  /** The number of its entries. */
  get size(): number {
    return this.#entries.size;
  }

  get(key: KvKey): Promise<KvEntry> {
    return Promise.resolve(this.#get(key));
  }

  set(key: KvKey, value: unknown): Promise<void> {
    if (typeof value === "string" && value.length > 65_536) {
      throw new TypeError("Value too large (max 65536 bytes)");
    }
    const versionstamp = `${++this.#version}`;
    this.#entries.set(JSON.stringify(key), { value, versionstamp });
    return Promise.resolve();
  }

  delete(key: KvKey): Promise<void> {
    this.#entries.delete(JSON.stringify(key));
    return Promise.resolve();
  }

  async *list({ prefix }: { prefix: KvKey }): AsyncGenerator<{ key: KvKey }> {
    for (const name of [...this.#entries.keys()]) {
      const key: string[] = JSON.parse(name);
      if (prefix.every((part, at) => part === key[at])) yield { key };
    }
  }

  atomic(): ReturnType<KvLike["atomic"]> {
    const changes: (() => void)[] = [];
    let ok = true;
    const atomic: ReturnType<KvLike["atomic"]> = {
      check: ({ key, versionstamp }) => {
        ok &&= this.#get(key).versionstamp === versionstamp;
        return atomic;
      },
      set: (key, value) => {
        changes.push(() => void this.set(key, value));
        return atomic;
      },
      delete: (key) => {
        changes.push(() => void this.delete(key));
        return atomic;
      },
      commit: () => {
        if (ok) { for (const change of changes) change(); }
        return Promise.resolve({ ok });
      },
    };
    return atomic;
  }

  #get(key: KvKey): KvEntry {
    return this.#entries.get(JSON.stringify(key)) ??
      { value: null, versionstamp: null };
  }
}
