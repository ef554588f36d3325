/**
 * Tells users of screen readers what happens, in an element with the role `log`.
 *
 * @module
 */

/** How long texts are gathered, so that many at once are one announcement. */
const GATHER_MS = 500;
const MAX_TEXTS = 5;
const MAX_PARAGRAPHS = 10;

const log = document.querySelector("[role=log]");
let texts = [];

/** Announces a text soon. */
export function announce(text) {
  if (texts.length === 0) setTimeout(flush, GATHER_MS);
  texts.push(text);
}

function flush() {
  // The newest matter most, such as that of the last file.
  const left = texts.length - MAX_TEXTS;
  const shown = texts.slice(-MAX_TEXTS);
  const paragraph = document.createElement("p");
  paragraph.textContent = (left > 0 ? [...shown, `And ${left} more`] : shown)
    .join(". ");
  texts = [];
  log.append(paragraph);
  while (log.children.length > MAX_PARAGRAPHS) log.firstElementChild.remove();
}
