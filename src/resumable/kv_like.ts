/**
 * The key of an entry in Deno KV.
 *
 * @category Stores
 */
export type KvKey = readonly string[];

/**
 * An entry of Deno KV; without an entry both are `null`.
 *
 * @category Stores
 */
export interface KvEntry {
  /** Its value. */
  readonly value: unknown;
  /** Changes with each write. */
  readonly versionstamp: string | null;
}

/**
 * The part of `Deno.Kv` that a {@linkcode KvStore} uses.
 *
 * @category Stores
 */
export interface KvLike {
  /** Reads an entry. */
  get(key: KvKey): Promise<KvEntry>;
  /** Writes an entry. */
  set(key: KvKey, value: string): Promise<unknown>;
  /** Removes an entry. */
  delete(key: KvKey): Promise<unknown>;
  /** Iterates over the entries whose key starts with a prefix. */
  list(
    selector: { prefix: KvKey },
  ): AsyncIterable<{ readonly key: readonly unknown[] }>;
  /** Begins a transaction. */
  atomic(): KvAtomic;
}

/**
 * The part of `Deno.AtomicOperation` that a {@linkcode KvStore} uses.
 *
 * @category Stores
 */
export interface KvAtomic {
  /** Requires that an entry has not changed. */
  check(entry: { key: KvKey; versionstamp: string | null }): KvAtomic;
  /** Writes an entry, which expires after a number of ms. */
  set(key: KvKey, value: unknown, options: { expireIn: number }): KvAtomic;
  /** Removes an entry. */
  delete(key: KvKey): KvAtomic;
  /** Does all of it, or nothing if a check fails. */
  commit(): Promise<{ readonly ok: boolean }>;
}
