import { FOREIGN_NAMES } from "./foreign_names.ts";

/** The maximum length of a name that is compared. */
const MAX_LENGTH = 40;
/** The minimum length of a prefix that identifies a name. */
const MIN_PREFIX = 4;
/** The maximum number of typing errors: each more takes three times as long. */
const MAX_ERRORS = 5;

/**
 * The intended name for one that does not exist. It differs in case or
 * separators, is a synonym, starts with that name, or differs by a few typing
 * errors.
 */
export function nearestName(
  name: string,
  names: readonly string[],
): string | undefined {
  if (name.length > MAX_LENGTH) return undefined;
  const key = toKey(name);
  return names.find((known) => toKey(known) === key) ??
    names.find((known) => FOREIGN_NAMES[known]?.split(" ").includes(key)) ??
    names.find((known) =>
      key.length >= MIN_PREFIX && toKey(known).startsWith(key)
    ) ??
    mostSimilar(key, names);
}

/** A name in lower case and without separators. */
function toKey(name: string): string {
  return name.toLowerCase().replace(/[-_ ]/g, "");
}

/** The name with the fewest typing errors, at most one in three letters. */
function mostSimilar(
  key: string,
  names: readonly string[],
): string | undefined {
  for (let errors = 1; errors <= MAX_ERRORS; errors++) {
    const nearest = names.find((name) =>
      errors <= name.length / 3 && isWithin(errors, key, toKey(name))
    );
    if (nearest !== undefined) return nearest;
  }
  return undefined;
}

/**
 * Whether a text turns into another if at most so many letters are inserted,
 * deleted, replaced or swapped with the next one (optimal string alignment).
 */
function isWithin(errors: number, from: string, to: string): boolean {
  if (from === to) return true;
  const [restOfFrom, restOfTo] = [from.slice(1), to.slice(1)];
  if (from[0] === to[0]) return isWithin(errors, restOfFrom, restOfTo);
  if (errors === 0) return false;
  const isSwapped = from[0] === to[1] && from[1] === to[0];
  return isWithin(errors - 1, restOfFrom, to) ||
    isWithin(errors - 1, from, restOfTo) ||
    isWithin(errors - 1, restOfFrom, restOfTo) ||
    isSwapped && isWithin(errors - 1, from.slice(2), to.slice(2));
}
