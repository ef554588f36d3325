import { kindOf } from "../errors/kind_of.ts";

/**
 * Options of a store.
 *
 * @category Stores
 */
export interface StoreOptions {
  /**
   * The age in ms after which an entry is removed; `Infinity` keeps all. Each
   * `set()` starts it again.
   * @default {2_592_000_000} 30 days
   */
  readonly maxAge?: number | undefined;
}

const MAX_AGE_MS = 30 * 24 * 60 * 60 * 1000;

/** @throws {TypeError} If it is not a number above 0. */
export function checkMaxAge(
  { maxAge = MAX_AGE_MS }: StoreOptions = {},
): number {
  if (typeof maxAge === "number" && maxAge > 0) return maxAge;
  const got = typeof maxAge === "number" ? maxAge : kindOf(maxAge);
  throw new TypeError(
    `UploadStore: 'maxAge' must be a number above 0 (got ${got})`,
  );
}
