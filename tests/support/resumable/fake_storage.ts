import type { StorageLike } from "@network/upload/resumable";

/** Stands in for `localStorage`, with a quota in characters. */
export class FakeStorage implements StorageLike {
  readonly #items = new Map<string, string>();
  readonly #quota: number;

  constructor(quota = Infinity) {
    this.#quota = quota;
  }

  get length(): number {
    return this.#items.size;
  }

  /** The names of its items, sorted. */
  names(): string[] {
    return [...this.#items.keys()].sort();
  }

  key(index: number): string | null {
    return [...this.#items.keys()][index] ?? null;
  }

  getItem(name: string): string | null {
    return this.#items.get(name) ?? null;
  }

  setItem(name: string, text: string): void {
    if (text.length > this.#quota) {
      throw new DOMException(
        "The quota has been exceeded.",
        "QuotaExceededError",
      );
    }
    this.#items.set(name, text);
  }

  removeItem(name: string): void {
    this.#items.delete(name);
  }
}
