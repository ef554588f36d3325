import { attempt } from "../errors/attempt.ts";
import { isRecord } from "../request/validation.ts";
import type { StoredValue } from "./store.ts";

/** What a store keeps of an upload. */
export interface StoredEntry {
  readonly key: string;
  /** When it was saved, in ms since 1970. */
  readonly savedAt: number;
  readonly value: StoredValue;
}

/** How long an expired entry stays, in ms: the clock of the server may differ. */
const GRACE_MS = 24 * 60 * 60 * 1000;

/**
 * The text of an entry.
 *
 * @throws {TypeError} If the value is not one that JSON keeps.
 */
export function entryText(entry: StoredEntry): string {
  if (isStoredValue(entry.value, new Set())) return JSON.stringify(entry);
  throw new TypeError("UploadStore: 'value' must be a value that JSON keeps");
}

/** The entry of a text; undefined if it is damaged or something else. */
export function parseEntry(text: string): StoredEntry | undefined {
  const parsed = attempt((): StoredValue => JSON.parse(text), undefined);
  if (!isRecord(parsed)) return undefined;
  const { key, savedAt, value } = parsed;
  return typeof key === "string" && typeof savedAt === "number" &&
      value !== undefined
    ? { key, savedAt, value }
    : undefined;
}

/** Whether an entry has expired or is older than an age in ms. */
export function isStale(
  { savedAt, value }: StoredEntry,
  maxAge: number,
  now: number,
): boolean {
  const expires = isRecord(value) ? value.expires : undefined;
  return now - savedAt > maxAge ||
    typeof expires === "number" && now - expires > GRACE_MS;
}

/** @param outer The arrays and records that the value is in. */
function isStoredValue(
  value: unknown,
  outer: ReadonlySet<unknown>,
): value is StoredValue {
  if (value === null) return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value === "boolean" || typeof value === "string") return true;
  if (outer.has(value)) return false;
  const isList = Array.isArray(value);
  if (!isList && !isRecord(value) || hasToJson(value)) return false;
  const inner: unknown[] = isList ? [...value] : Object.values(value);
  const around = new Set(outer).add(value);
  return inner.every((part) => isStoredValue(part, around));
}

function hasToJson(value: object): boolean {
  return "toJSON" in value && typeof value.toJSON === "function";
}
