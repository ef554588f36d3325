import { unicodeWidth } from "@std/cli/unicode-width";

/** Created when it is first needed: that takes as long as to load the program. */
let segmenter: Intl.Segmenter | undefined;
/** Matches texts in which each character takes one column, such as bars. */
const NARROW = /^[ -~█░…]*$/;
/** Asks for the wide form of a character, such as an emoji from a heart. */
const WIDE_FORM = "\ufe0f";

/**
 * The columns that a text takes in a terminal, at most: some terminals show a
 * joined emoji in fewer columns, and none in more.
 */
export function textWidth(text: string): number {
  if (NARROW.test(text)) return text.length;
  return graphemesOf(text).reduce((sum, each) => sum + widthOf(each), 0);
}

/**
 * A text cut to so many columns, with `…` in its middle, so that the end of a
 * name, its extension, can be seen.
 */
export function cutMiddle(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  if (columns < 1) return "";
  const graphemes = graphemesOf(text);
  const tailColumns = Math.floor((columns - 1) / 2);
  const tail = takeColumns(graphemes.toReversed(), tailColumns).toReversed();
  const head = takeColumns(graphemes, columns - 1 - textWidth(tail.join("")));
  return `${head.join("")}…${tail.join("")}`;
}

/** A text cut to so many columns, with `…` at its end. */
export function cutEnd(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  if (columns < 1) return "";
  const graphemes = graphemesOf(text);
  return `${takeColumns(graphemes, columns - 1).join("")}…`;
}

/** A text with spaces after it, up to so many columns. */
export function padTo(text: string, columns: number): string {
  return text + " ".repeat(Math.max(columns - textWidth(text), 0));
}

function graphemesOf(text: string): string[] {
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

function takeColumns(graphemes: readonly string[], columns: number): string[] {
  let left = columns;
  const end = graphemes.findIndex((grapheme) =>
    (left -= widthOf(grapheme)) < 0
  );
  return graphemes.slice(0, end < 0 ? graphemes.length : end);
}

function widthOf(grapheme: string): number {
  const width = unicodeWidth(grapheme);
  return grapheme.includes(WIDE_FORM) ? Math.max(width, 2) : width;
}
