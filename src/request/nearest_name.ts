import { FOREIGN_NAMES } from "./foreign_names.ts";

/** The maximum length of a name that is compared. */
const MAX_LENGTH = 40;
/** The minimum length of a prefix that identifies a name. */
const MIN_PREFIX = 4;

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
    names.find((known) => FOREIGN_NAMES[known]?.includes(key)) ??
    (key.length < MIN_PREFIX
      ? undefined
      : names.find((known) => toKey(known).startsWith(key))) ??
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
  let nearest: string | undefined;
  let errors = Infinity;
  for (const name of names) {
    const distance = distanceOf(key, toKey(name));
    if (distance > name.length / 3 || distance >= errors) continue;
    nearest = name;
    errors = distance;
  }
  return nearest;
}

/**
 * How many letters must be inserted, deleted, replaced or swapped with the next
 * one to turn a text into another (optimal string alignment).
 */
function distanceOf(from: string, to: string): number {
  let before: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const distances = [row];
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1];
      const isSwapped = from[row - 1] === to[column - 2] &&
        from[row - 2] === to[column - 1];
      distances.push(Math.min(
        at(last, column) + 1,
        at(distances, column - 1) + 1,
        at(last, column - 1) + (isSame ? 0 : 1),
        isSwapped ? at(before, column - 2) + 1 : Infinity,
      ));
    }
    [before, last] = [last, distances];
  }
  return at(last, to.length);
}

function at(distances: readonly number[], index: number): number {
  return distances[index] ?? Infinity;
}
