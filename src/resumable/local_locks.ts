/** Locks that hold within this realm. */
export class LocalLocks {
  readonly #locked = new Set<string>();

  /** Claims a name; undefined if it is claimed. */
  lock(name: string): AsyncDisposable | undefined {
    if (this.#locked.has(name)) return undefined;
    this.#locked.add(name);
    return releasing(() => Promise.resolve(void this.#locked.delete(name)));
  }
}

/** A lock that is released once, however often it is disposed. */
export function releasing(release: () => Promise<void>): AsyncDisposable {
  let released: Promise<void> | undefined;
  return {
    [Symbol.asyncDispose]: () => released ??= release(),
  };
}
