// Stands in for @std/cli/unicode-width.
import stringWidth from "npm:string-width@^9.0.0";

/** The columns of the characters of a text in a terminal, added up. */
export function unicodeWidth(str: string): number {
  return [...str].reduce((sum, character) => sum + widthOf(character), 0);
}

/** A flag has two characters and two columns. */
function widthOf(character: string): number {
  return /\p{RI}/u.test(character) ? 1 : stringWidth(character);
}
