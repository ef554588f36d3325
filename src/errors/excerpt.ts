/** The maximum length of an excerpt in characters. */
export const MAX_TEXT = 2048;
/** The maximum length of a shown name in characters. */
const MAX_NAME = 200;

/**
 * The start of a text. A cut URL may show a password, so it ends at a space.
 */
export function excerpt(text: string): string {
  if (text.length <= MAX_TEXT) return text;
  const end = text.lastIndexOf(" ", MAX_TEXT - 2);
  return `${text.slice(0, end + 1)}…`;
}

/**
 * Characters that JSON does not escape but that change how a terminal shows a
 * text: control characters, line separators and direction marks.
 */
const UNSEEN = /[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** A name, or its start, in quotes and with control characters escaped. */
export function quote(name: string): string {
  const shown = name.length <= MAX_NAME
    ? name
    : `${name.slice(0, MAX_NAME - 1)}…`;
  return JSON.stringify(shown).replace(
    UNSEEN,
    (character) =>
      `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
