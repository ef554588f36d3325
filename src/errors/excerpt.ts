/** How much of a foreign text is read, in characters. */
export const MAX_TEXT = 2048;
/** How much of a name is shown, in characters. */
const MAX_NAME = 200;

/**
 * The start of a text that others chose. It ends at a space: half of a URL
 * would show a password whose end is missing.
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
