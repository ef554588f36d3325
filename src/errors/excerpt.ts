/** The maximum length of an excerpt in characters. */
export const MAX_TEXT = 2048;
/** The maximum length of a shown name in characters. */
const MAX_NAME = 200;

/**
 * The start of a foreign text. It ends at a space: a URL that is cut off may
 * show a password.
 */
export function excerpt(text: string): string {
  if (text.length <= MAX_TEXT) return text;
  const end = text.lastIndexOf(" ", MAX_TEXT - 2);
  return `${text.slice(0, end + 1)}…`;
}

/** A name in quotes, or its start. */
export function quote(name: string): string {
  return JSON.stringify(
    name.length <= MAX_NAME ? name : `${name.slice(0, MAX_NAME - 1)}…`,
  );
}
