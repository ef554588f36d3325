/**
 * Matches what changes how a terminal shows the rest: control characters, line
 * separators and direction marks.
 */
const UNSEEN = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/** A text for one line of a terminal, without characters that act on it. */
export function cleanLine(text: string): string {
  return text.replaceAll(UNSEEN, "\ufffd");
}

/**
 * A text for a terminal, which keeps its line breaks and tabs, and nothing else
 * that acts on it.
 */
export function cleanText(text: string): string {
  return text.replaceAll("\r\n", "\n").replaceAll(
    UNSEEN,
    (character) => /[\n\t]/.test(character) ? character : "",
  );
}
